import { Injectable } from '@nestjs/common';
import { auditTrail, historyOfRows, type AuditEntry } from '../../projections/read-models/audit-trail.js';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { provinceNames } from '../../projections/read-models/province-statuses.js';
import { entryAt, rosterEntries, type RosterEntry } from '../../projections/read-models/rosters.js';
import { named, People } from '../people/people.js';
import { answerChanges, type Answer } from '../questionnaire/answer.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { aspectOf, rowsOf, type Questionnaire, type Titled } from '../questionnaire/questionnaire.js';
import type { NamedCode } from '../form/form-view.js';
import type { FieldChange } from './answer-change.js';
import { provinceView } from '../form/compose-form.js';
import type { HistoryItem } from './history-view.js';

/** Data that all entries of one answer share, read once. */
interface Surroundings {
  readonly questionnaire: Questionnaire | undefined;
  readonly names: ReadonlyMap<string, string>;
  /** All entries of each row, by `<LAO code> <row id>`, in order. */
  readonly rows: ReadonlyMap<string, readonly AuditEntry[]>;
  /** Openings and extensions of the campaign, in order. */
  readonly windows: readonly AuditEntry[];
  /** By LAO code; by `<year>.<province code>`. */
  readonly laos: ReadonlyMap<string, RosterEntry>;
  readonly provinces: Awaited<ReturnType<typeof provinceNames>>;
}

/**
 * Adds to an entry what a reader needs: who (names come from outside the log), which row, and the content before.
 * The trail stores each answer as recorded. The content before is in the row's previous entry, so it is looked up, not stored twice.
 */
@Injectable()
export class EntryReader {
  constructor(
    private readonly store: ReadStore,
    private readonly people: People,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  /** @param entries of one fiscal year */
  async read(fiscalYear: number, entries: readonly AuditEntry[]): Promise<HistoryItem[]> {
    const codes = entries.flatMap(({ laoCode, actor }) => [laoCode, actor.laoCode]);
    const offices = entries.flatMap(({ actor: { provinceCode } }) =>
      provinceCode === undefined ? [] : [{ fiscalYear, provinceCode }],
    );
    const [campaign, names, rows, windows, laos, provinces] = await Promise.all([
      campaignOf(this.store, fiscalYear),
      this.people.namesOf(entries.map(({ sub }) => sub)),
      this.rowsOf(fiscalYear, entries),
      this.windowsOf(fiscalYear, entries),
      rosterEntries(
        this.store,
        fiscalYear,
        codes.filter((code) => typeof code === 'string'),
      ),
      provinceNames(this.store, offices),
    ]);
    const questionnaire = campaign && (await this.questionnaires.find(campaign.questionnaireVersion));
    return entries.map((entry) => item(entry, { questionnaire, names, rows, windows, laos, provinces }));
  }

  private async rowsOf(
    fiscalYear: number,
    entries: readonly AuditEntry[],
  ): Promise<ReadonlyMap<string, readonly AuditEntry[]>> {
    const bySurvey = Map.groupBy(
      entries.filter(({ rowId, laoCode }) => rowId !== null && laoCode !== null),
      ({ laoCode }) => laoCode!,
    );
    const found = await Promise.all(
      [...bySurvey].map(([laoCode, of]) =>
        historyOfRows(this.store, { fiscalYear, laoCode }, [...new Set(of.map(({ rowId }) => rowId!))]),
      ),
    );
    return Map.groupBy(found.flat(), rowKey);
  }

  private async windowsOf(
    fiscalYear: number,
    entries: readonly AuditEntry[],
  ): Promise<readonly AuditEntry[]> {
    if (!entries.some(({ type }) => type === 'CampaignExtended')) return [];
    const all = { page: 1, pageSize: 500, order: 'oldest-first' } as const;
    const found = await Promise.all(
      (['CampaignOpened', 'CampaignExtended'] as const).map((type) =>
        auditTrail(this.store, { fiscalYear, type }, all),
      ),
    );
    return found.flatMap(({ items }) => items);
  }
}

const item = (entry: AuditEntry, around: Surroundings): HistoryItem => {
  const { position, stream, revision, type, at, command, commandId, correlationId, hash, data } = entry;
  return {
    position,
    stream,
    revision,
    type,
    at,
    actor: named(entry.actor, around.names),
    office: officeOf(entry, around),
    lao: entry.laoCode === null ? null : laoOf(entry.laoCode, entry, around),
    ...titlesOf(entry, around),
    changes: [...changesOf(entry, around)],
    command,
    commandId,
    correlationId,
    hash,
    data,
  };
};

const officeOf = (entry: AuditEntry, around: Surroundings): NamedCode | null => {
  const { laoCode, provinceCode } = entry.actor;
  if (laoCode !== undefined) return laoOf(laoCode, entry, around);
  if (provinceCode === undefined) return null;
  return provinceView(provinceCode, around.provinces.get(`${entry.fiscalYear}.${provinceCode}`));
};

/** The name at that time. */
const laoOf = (code: string, { position }: AuditEntry, { laos }: Surroundings): NamedCode => {
  const lao = laos.get(code);
  const then = lao && entryAt(lao, BigInt(position));
  return { code, name: then?.name ?? code, nameEn: then?.nameEn ?? '' };
};

const rowKey = ({ laoCode, rowId }: AuditEntry): string => `${laoCode} ${rowId}`;

/** The earlier entries of the entry's row, in order. */
const before = (entry: AuditEntry, { rows }: Surroundings): readonly AuditEntry[] =>
  (rows.get(rowKey(entry)) ?? []).filter(({ _id }) => _id < entry._id);

const changesOf = (entry: AuditEntry, around: Surroundings): readonly FieldChange[] => {
  if (entry.type === 'AnswerRecorded') {
    const last = before(entry, around).findLast(({ type }) => type !== 'RowRenamed');
    // A removed row has no answer, even if its id is used again.
    const earlier = last?.type === 'AnswerRecorded' ? answerOf(last) : null;
    return answerChanges(earlier, answerOf(entry));
  }
  if (entry.type === 'CampaignExtended') {
    const last = around.windows
      .filter(({ _id }) => _id < entry._id)
      .reduce<AuditEntry | undefined>(later, undefined);
    return [{ field: 'closesAt', before: closesAt(last), after: closesAt(entry) }];
  }
  return [];
};

const answerOf = ({ data }: AuditEntry): Answer | null => (data['answer'] ?? null) as Answer | null;
const closesAt = (entry: AuditEntry | undefined): string | null =>
  (entry?.data['closesAt'] ?? null) as string | null;
const later = (a: AuditEntry | undefined, b: AuditEntry): AuditEntry => (a && a._id > b._id ? a : b);

const titlesOf = (
  entry: AuditEntry,
  around: Surroundings,
): { readonly aspect: Titled | null; readonly row: Titled | null } => {
  const aspect =
    entry.aspectId === null
      ? undefined
      : around.questionnaire && aspectOf(around.questionnaire, entry.aspectId);
  const standard = aspect && rowsOf(aspect).find(({ id }) => id === entry.rowId);
  return {
    aspect: entry.aspectId === null ? null : titled(entry.aspectId, aspect),
    row: entry.rowId === null ? null : titled(entry.rowId, standard ?? addedRow(entry, around)),
  };
};

/** An LAO names its own rows in one language, so both titles are the same. */
const addedRow = (
  entry: AuditEntry,
  around: Surroundings,
): Pick<Titled, 'titleTh' | 'titleEn'> | undefined => {
  const named = [...before(entry, around), entry].findLast(
    ({ type }) => type === 'RowAdded' || type === 'RowRenamed',
  );
  const title = named?.data['title'];
  return typeof title === 'string' ? { titleTh: title, titleEn: title } : undefined;
};

const titled = (id: string, found: Pick<Titled, 'titleTh' | 'titleEn'> | undefined): Titled => ({
  id,
  titleTh: found?.titleTh ?? id,
  titleEn: found?.titleEn ?? id,
});

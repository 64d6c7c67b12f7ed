import { Injectable } from '@nestjs/common';
import { listLaoStatuses } from '../../projections/read-models/lao-statuses.js';
import { addedRowsTitled, type AuditFilter } from '../../projections/read-models/audit-trail.js';
import { campaignOf } from '../../projections/read-models/campaigns.js';
import { ReadStore } from '../../projections/read-store/read-store.js';
import { normalizeThai } from '../basics/thai-search.js';
import { requireCampaign } from '../campaign/round.js';
import { People } from '../people/people.js';
import { QuestionnaireLibrary } from '../publication/questionnaire-library.js';
import { rowsOf, type Titled } from '../questionnaire/questionnaire.js';
import type { UnderstoodView } from './history-view.js';
import { understandWords, type Understood } from './trail-words.js';

interface SearchedScope {
  readonly fiscalYear: number;
  readonly provinceCode?: string | undefined;
  readonly laoCode?: string | undefined;
}

interface Found extends Pick<AuditFilter, 'laoCodes' | 'rowIds' | 'subs'> {
  readonly understood: readonly UnderstoodView[];
}

/** More words than a question has would only cost look-ups. */
const MOST_WORDS = 8;
const MOST_LAOS = 10_000;
const MOST_PEOPLE = 1_000;
const NAMED = 5;

/** Finds what the words of a search mean: the names of services, of LAOs and of people. */
@Injectable()
export class TrailSearch {
  constructor(
    private readonly store: ReadStore,
    private readonly people: People,
    private readonly questionnaires: QuestionnaireLibrary,
  ) {}

  async understand(scope: SearchedScope, q: string | undefined): Promise<Found> {
    const words = (q ?? '').split(/\s+/).filter((word) => normalizeThai(word) !== '');
    if (words.length === 0) return { understood: [] };
    const rows = await this.rows(scope.fiscalYear);
    const names = new Map(
      rows.map(({ id, titleTh, titleEn }) => [id, { name: titleTh ?? titleEn, nameEn: titleEn }]),
    );
    const fits = await Promise.all(
      words.slice(0, MOST_WORDS).map(async (word) => {
        const laos = await this.laos(scope, word);
        for (const { laoCode, name, nameEn } of laos) names.set(laoCode, { name, nameEn });
        const added = await addedRowsTitled(this.store, scope, normalizeThai(word));
        for (const [rowId, title] of added) names.set(rowId, { name: title, nameEn: title });
        return {
          word,
          service: [...rows.filter((row) => isNamed(row, word)).map(({ id }) => id), ...added.keys()],
          lao: laos.map(({ laoCode }) => laoCode),
          person: (await this.people.find(word, MOST_PEOPLE)).map(({ sub }) => sub),
        };
      }),
    );
    const understood = understandWords(fits);
    const idsOf = (kind: Understood['kind']) => understood.find((each) => each.kind === kind)?.ids;
    return {
      // A word that fits nothing finds nothing, whatever the others fit.
      rowIds: idsOf('nothing') ?? idsOf('service'),
      laoCodes: idsOf('lao'),
      subs: idsOf('person'),
      understood: understood.map(({ kind, words, ids }) => ({
        kind,
        words: [...words],
        // People are not listed: a search must not show names of people outside the asker's scope.
        names: kind === 'person' ? [] : ids.slice(0, NAMED).map((id) => names.get(id)!),
        count: ids.length,
      })),
    };
  }

  private async rows(fiscalYear: number): Promise<readonly Titled[]> {
    const { questionnaireVersion } = requireCampaign(await campaignOf(this.store, fiscalYear), fiscalYear);
    const { aspects } = await this.questionnaires.require(questionnaireVersion);
    return aspects.flatMap(rowsOf);
  }

  /** Withdrawn LAOs have a history, too. */
  private async laos({ fiscalYear, provinceCode }: SearchedScope, query: string) {
    const all = { page: 1, pageSize: MOST_LAOS };
    const found = await Promise.all(
      ([undefined, 'withdrawn'] as const).map((status) =>
        listLaoStatuses(this.store, { fiscalYear, provinceCode, query, status }, all),
      ),
    );
    return found.flatMap(({ items }) => items);
  }
}

const isNamed = ({ titleTh, titleEn }: Titled, word: string): boolean =>
  [titleTh ?? '', titleEn].some((title) => normalizeThai(title).includes(normalizeThai(word)));

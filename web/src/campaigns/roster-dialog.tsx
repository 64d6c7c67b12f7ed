import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import type { Campaign, ProvinceChanges, RosterChange } from '../api/types.js';
import { nameOf, type Named } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { PlaceName } from '../ui/place-name.js';
import { Failure, Loading } from '../ui/failure.js';
import { useTexts } from './texts.js';

interface RosterDialogProps {
  readonly campaign: Campaign;
  readonly onClose: () => void;
}

/** In what the directory files differ from the recorded rosters, province by province, and taking it over. */
export const RosterDialog = ({ campaign: { fiscalYear }, onClose }: RosterDialogProps) => {
  const t = useTexts();
  const changes = useQuery({
    queryKey: ['roster-changes', fiscalYear],
    queryFn: () => api.rosterChanges(fiscalYear),
  });
  return (
    <Dialog
      title={t('roster.title', { year: fiscalYear })}
      onClose={onClose}
      wide
      actions={
        <button type="button" className="button" onClick={onClose}>
          {t('common.close')}
        </button>
      }
    >
      {changes.error && <Failure error={changes.error} onRetry={() => void changes.refetch()} />}
      {changes.isPending && <Loading />}
      {changes.data && <p>{changes.data.length === 0 ? t('roster.none') : t('roster.explain')}</p>}
      {changes.data?.map((province) => (
        <ProvinceRoster key={province.code} fiscalYear={fiscalYear} province={province} />
      ))}
    </Dialog>
  );
};

const keyOf = ({ laoCode, kind }: RosterChange): string => `${laoCode} ${kind}`;

const ProvinceRoster = ({
  fiscalYear,
  province,
}: {
  readonly fiscalYear: number;
  readonly province: ProvinceChanges;
}) => {
  const t = useTexts();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(province.changes.map(keyOf)));
  const [successors, setSuccessors] = useState<ReadonlyMap<string, string>>(new Map());
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>(null);
  const wanted = province.changes.filter((change) => chosen.has(keyOf(change)));

  const toggle = (change: RosterChange): void => {
    const next = new Set(chosen);
    if (!next.delete(keyOf(change))) next.add(keyOf(change));
    setChosen(next);
  };
  const apply = async (): Promise<void> => {
    try {
      const changes = wanted.map(({ laoCode, kind }) => {
        const successorCode = kind === 'gone' ? successors.get(laoCode) : undefined;
        return { laoCode, kind, ...(successorCode && { successorCode }) };
      });
      await api.applyRosterChanges(fiscalYear, { province: province.code, changes, reason });
      await queries.invalidateQueries();
    } catch (failure) {
      setError(failure);
    }
  };

  return (
    <fieldset className="province-choice">
      <legend>
        <PlaceName of={province} />
      </legend>
      {province.certifiedAt !== null && <p role="note">{t('roster.certified')}</p>}
      {province.changes.map((change) => (
        <div key={keyOf(change)}>
          <label className="choice">
            <input type="checkbox" checked={chosen.has(keyOf(change))} onChange={() => toggle(change)} />
            {t('roster.choice', { kind: t(`roster.${change.kind}`), lao: describe(change, t) })}
          </label>
          {change.kind === 'gone' && (
            <select
              aria-label={t('roster.successor', {
                lao: change.before ? nameOf(change.before) : change.laoCode,
              })}
              value={successors.get(change.laoCode) ?? ''}
              onChange={(event) => setSuccessors(new Map(successors).set(change.laoCode, event.target.value))}
            >
              <option value="">{t('roster.no-successor')}</option>
              {province.successors.map((lao) => (
                <option key={lao.code} value={lao.code}>
                  {nameOf(lao)} ({lao.code})
                </option>
              ))}
            </select>
          )}
        </div>
      ))}
      {wanted.some(({ kind }) => kind === 'gone') && (
        <label className="field">
          <span>{t('roster.reason')}</span>
          <input type="text" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      <button
        type="button"
        className="button button-primary"
        disabled={wanted.length === 0 || province.certifiedAt !== null}
        onClick={() => void apply()}
      >
        {t('roster.apply')}
      </button>
      {error !== null && <Failure error={error} />}
    </fieldset>
  );
};

/** `อบต.บางไผ่ (06120106)`, and what becomes of it. */
const describe = ({ laoCode, kind, before, after }: RosterChange, t: ReturnType<typeof useTexts>): string => {
  const lao = before ?? after;
  const name = `${lao ? nameOf(lao) : ''} (${laoCode})`;
  if (!before || !after) return name;
  if (kind === 'renamed') {
    return t('roster.change', { before: `${bothNames(before)} (${laoCode})`, after: bothNames(after) });
  }
  const district = nameOf({ name: after.district, nameEn: after.districtEn });
  return kind === 'moved' ? t('roster.change', { before: name, after: district }) : name;
};

/** Either name may be the one that changed. */
const bothNames = ({ name, nameEn }: Named): string => [name, nameEn].filter(Boolean).join(' · ');

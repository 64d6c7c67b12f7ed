import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/calls.js';
import type { ResultGroup } from '../api/types.js';
import { formatCount } from '../i18n/language.js';
import { Paging } from '../list/paging.js';
import { Failure, Loading } from '../ui/failure.js';
import { barsDrawing } from './picture.js';
import { Bars, type BarGroup } from './bars.js';
import { Figure } from './figure.js';
import { measureOf, type Measure } from './measure.js';
import { groupName } from './names.js';
import type { Shown } from './shown.js';
import { count, type Table } from './table.js';
import { useTexts, type ResultTexts } from './texts.js';
import { ThailandFigure } from './thailand-figure.js';
import { filterOf, type Behind, type ResultView } from './view.js';

/** LAOs, types and places by which results are grouped. */
export type Grouping = 'region' | 'laoType' | 'province' | 'district' | 'lao';

/** Districts and LAOs are those of one province. */
const groupingsOf = (province: string): readonly Grouping[] =>
  province === '' ? ['region', 'laoType', 'province'] : ['laoType', 'district', 'lao'];

const PAGE_SIZE = 50;

interface PlacesProps {
  readonly shown: Shown;
  readonly year: number;
  readonly at: string | null;
  readonly view: ResultView;
  /** Chosen, or the only one that the person may see. */
  readonly province: string;
  readonly change: (change: Partial<ResultView>) => void;
  /** The address of the page about one of the groups. */
  readonly within: (by: Grouping, id: string) => string | undefined;
}

/** The share of e-Services by type, region, province, district and LAO. */
export const Places = ({ shown, year, at, view, province, change, within }: PlacesProps) => {
  const t = useTexts();
  const [page, setPage] = useState(1);
  const offered = groupingsOf(province);
  const by = offered.find((each) => each === view.by) ?? offered.at(province === '' ? -1 : 1) ?? 'laoType';
  const groups = useQuery({
    queryKey: [
      'results',
      year,
      'groups',
      by,
      filterOf(view),
      view.row,
      view.against,
      at,
      by === 'lao' ? page : 1,
    ],
    queryFn: () =>
      api.resultGroups(year, {
        ...filterOf(view),
        ...(by === 'lao' && { province, page, pageSize: PAGE_SIZE }),
        ...(by === 'district' && { province }),
        by,
        row: view.row || undefined,
        against: view.against || undefined,
        at: at ?? undefined,
      }),
    placeholderData: keepPreviousData,
  });
  const controls = (
    <div className="figure-switch screen-only" role="group" aria-label={t('places.by')}>
      {offered.map((each) => (
        <button
          key={each}
          type="button"
          className="button"
          aria-pressed={by === each}
          onClick={() => change({ by: each })}
        >
          {t(`by.${each}`)}
        </button>
      ))}
    </div>
  );
  if (!groups.data || groups.data.by !== by) {
    return (
      <section className="figure">
        <h2>{t('places.title')}</h2>
        {controls}
        {groups.error ? <Failure error={groups.error} onRetry={() => void groups.refetch()} /> : <Loading />}
      </section>
    );
  }
  const { data } = groups;
  const measure = measureOf(by, view.row, shown.overview.rows.length, t);
  const table = placesTable(data.groups, {
    t,
    by,
    measure,
    within,
    behind: (id, asked) => (by === 'lao' ? undefined : shown.behind({ [by]: id, ...asked })),
    against: shown.against,
    row: view.row,
  });
  const bars: readonly BarGroup[] = [
    {
      id: by,
      bars: data.groups.map((group) => ({
        id: group.id,
        label: groupName(group, by, t),
        length: measure.lengthOf(group),
        ...(group.before && { before: measure.lengthOf(group.before) }),
        text: measure.textOf(group),
        to: within(by, group.id),
      })),
    },
  ];
  const figure = {
    ...shown.figure(`by-${by}`),
    title: t(view.row === '' ? 'places.title-all' : 'places.title-one', { by: t(`by.${by}`) }),
    sentence: shown.said(
      by === 'lao'
        ? t('places.count', { count: formatCount(data.total) })
        : sentenceOf(data.groups, by, measure, t),
    ),
    table,
    controls,
  };
  return (
    <>
      {groups.error && <Failure error={groups.error} onRetry={() => void groups.refetch()} />}
      {by === 'province' ? (
        <ThailandFigure
          {...figure}
          groups={data.groups}
          bars={bars}
          measure={measure}
          within={(id) => within('province', id)}
        />
      ) : (
        <Figure {...figure} drawing={barsDrawing(bars)}>
          <Bars groups={bars} />
        </Figure>
      )}
      {by === 'lao' && (
        <Paging
          page={{ items: data.groups, total: data.total, page, pageSize: PAGE_SIZE }}
          onPage={setPage}
        />
      )}
    </>
  );
};

const sentenceOf = (
  groups: readonly ResultGroup[],
  by: Grouping,
  measure: Measure,
  t: ResultTexts,
): string => {
  const ranked = groups
    .filter(({ offering }) => offering > 0)
    .toSorted((a, b) => (measure.of(b) ?? 0) - (measure.of(a) ?? 0));
  const [most, least] = [ranked[0], ranked.at(-1)];
  if (!most || !least) return t('none-offered');
  return t('places.sentence', {
    most: groupName(most, by, t),
    mostText: measure.worded(measure.of(most)),
    least: groupName(least, by, t),
    leastText: measure.worded(measure.of(least)),
  });
};

interface TableOptions {
  readonly t: ResultTexts;
  readonly by: Grouping;
  readonly measure: Measure;
  readonly behind: (id: string, asked: Behind) => string | undefined;
  readonly within: (by: Grouping, id: string) => string | undefined;
  readonly against: number | undefined;
  readonly row: string;
}

/** Behind a number of services of several LAOs are these LAOs; behind a number of LAOs are those that it counts. */
const placesTable = (
  groups: readonly ResultGroup[],
  { t, by, measure, behind, within, against, row }: TableOptions,
): Table => {
  const answers = (answer: string): Behind => (row === '' ? {} : { row, answer });
  return {
    columns: [
      t(`by.${by}`),
      t('column.laos'),
      t('column.certified'),
      t('column.not-certified'),
      t(row === '' ? 'column.services-offered' : 'column.offering'),
      measure.column,
      ...(against === undefined ? [] : [t('column.before', { year: against })]),
      t(row === '' ? 'column.services-needed' : 'column.needed'),
      t('column.users'),
    ],
    rows: groups.map((group) => ({
      id: group.id,
      cells: [
        { text: groupName(group, by, t), to: within(by, group.id) },
        count(group.laos, behind(group.id, {})),
        count(group.certified, behind(group.id, { status: 'certified' })),
        count(group.laos - group.certified, behind(group.id, { status: 'not-certified' })),
        count(group.offering, behind(group.id, answers('offering'))),
        measure.cellOf(group),
        ...(against === undefined ? [] : [measure.cellOf(group.before)]),
        count(group.needed, behind(group.id, answers('needed'))),
        count(group.users.sum, behind(group.id, answers('offering'))),
      ],
    })),
  };
};

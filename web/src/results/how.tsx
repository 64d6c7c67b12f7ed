import type { ResultRow } from '../api/types.js';
import { formatCount, titleOf } from '../i18n/language.js';
import { BarFigure } from './figure.js';
import { percent, shareOf } from './numbers.js';
import type { Shown } from './shown.js';
import { count, share } from './table.js';
import { useTexts } from './texts.js';
import type { Behind } from './view.js';

interface HowProps {
  readonly shown: Shown;
  /** One service; empty means all together. */
  readonly row: string;
}

interface Part {
  readonly id: string;
  readonly label: string;
  readonly number: number;
  readonly asked: Behind;
}

const chosenRows = ({ overview }: Shown, row: string): readonly ResultRow[] =>
  row === '' ? overview.rows : overview.rows.filter(({ rowId }) => rowId === row);

const summed = (rows: readonly ResultRow[], numberOf: (row: ResultRow) => number): number =>
  rows.reduce((sum, row) => sum + numberOf(row), 0);

/** How far services reach, from the request to the delivery. */
export const Steps = ({ shown, row }: HowProps) => {
  const t = useTexts();
  const rows = chosenRows(shown, row);
  const parts = shown.questionnaire.processSteps.map((step) => ({
    id: step.id,
    label: `${step.number}. ${titleOf(step)}`,
    number: summed(rows, ({ steps }) => steps[step.id] ?? 0),
    asked: { row, step: step.id },
  }));
  const offered = summed(rows, ({ offering }) => offering);
  const [first, last] = [parts[0], parts.at(-1)];
  return (
    <Parts
      shown={shown}
      name="steps"
      parts={parts}
      offered={offered}
      isOneService={row !== ''}
      sentence={
        offered > 0 && first && last
          ? t('steps.sentence', {
              first: first.label,
              firstShare: percent(shareOf(first.number, offered)),
              last: last.label,
              lastShare: percent(shareOf(last.number, offered)),
            })
          : t('none-offered')
      }
    />
  );
};

/** Through which channels people reach the services, the most used first. */
export const Channels = ({ shown, row }: HowProps) => {
  const t = useTexts();
  const rows = chosenRows(shown, row);
  const parts = shown.questionnaire.channels
    .map((channel) => ({
      id: channel.id,
      label: titleOf(channel),
      number: summed(rows, ({ channels }) => channels[channel.id] ?? 0),
      asked: { row, channel: channel.id },
    }))
    .toSorted((a, b) => b.number - a.number);
  const offered = summed(rows, ({ offering }) => offering);
  const [first, second] = parts;
  return (
    <Parts
      shown={shown}
      name="channels"
      parts={parts}
      offered={offered}
      isOneService={row !== ''}
      sentence={
        offered > 0 && first && second
          ? t('channels.sentence', {
              first: first.label,
              firstShare: percent(shareOf(first.number, offered)),
              second: second.label,
              secondShare: percent(shareOf(second.number, offered)),
            })
          : t('none-offered')
      }
    />
  );
};

interface PartsProps {
  readonly shown: Shown;
  readonly name: 'steps' | 'channels';
  readonly parts: readonly Part[];
  readonly offered: number;
  readonly isOneService: boolean;
  readonly sentence: string;
}

const Parts = ({ shown: { behind, figure }, name, parts, offered, isOneService, sentence }: PartsProps) => {
  const t = useTexts();
  const to = (asked: Behind): string | undefined => (isOneService ? behind(asked) : undefined);
  return (
    <BarFigure
      {...figure(name)}
      title={t(`${name}.title`)}
      sentence={`${t(isOneService ? 'offered.laos' : 'offered.services', { count: formatCount(offered) })} ${sentence}`}
      table={{
        columns: [
          t(`${name}.column`),
          t(isOneService ? 'column.laos-with' : 'column.services-with'),
          t('column.share'),
        ],
        rows: parts.map(({ id, label, number, asked }) => ({
          id,
          cells: [label, count(number, to(asked)), share(shareOf(number, offered))],
        })),
      }}
      groups={[
        {
          id: name,
          bars: parts.map(({ id, label, number, asked }) => ({
            id,
            label,
            length: shareOf(number, offered),
            text: t(isOneService ? 'value.of-laos' : 'value.of-services', {
              share: percent(shareOf(number, offered)),
              count: formatCount(number),
            }),
            to: to(asked),
          })),
        },
      ]}
    />
  );
};

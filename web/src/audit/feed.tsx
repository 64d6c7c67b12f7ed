import type { MouseEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { Collection } from 'react-aria-components/Collection';
import { GridList, GridListItem, GridListLoadMoreItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { HistoryItem } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { titleOf, useLanguage, useTexts } from '../i18n/language.js';
import { actorName, changeTexts, returnTexts, sentenceOf } from '../history/sentence.js';

interface FeedProps {
  readonly items: readonly HistoryItem[];
  readonly questionnaire: Questionnaire;
  readonly isLoading: boolean;
  readonly onLoadMore: () => void;
  /** Shows the survey right after the event; absent where the page cannot. */
  readonly onShow?: ((position: string) => void) | undefined;
}

/** About three lines. The real height is measured once the event is on the screen. */
const ESTIMATED_HEIGHT = 104;

/** Only the events on the screen are in the document, so that thousands of them scroll well. */
export const Feed = ({ items, questionnaire, isLoading, onLoadMore, onShow }: FeedProps) => {
  const t = useTexts();
  const language = useLanguage();
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ESTIMATED_HEIGHT }}>
      <GridList className="feed-list" aria-label={t('audit.history')} disallowTypeAhead>
        <Collection items={items} dependencies={[language, questionnaire, onShow]}>
          {(item) => (
            <GridListItem id={item.position} textValue={sentenceOf(item)} className="feed-item">
              <Entry item={item} questionnaire={questionnaire} onShow={onShow} />
            </GridListItem>
          )}
        </Collection>
        <GridListLoadMoreItem isLoading={isLoading} onLoadMore={onLoadMore} className="feed-more">
          {t('common.loading')}
        </GridListLoadMoreItem>
      </GridList>
    </Virtualizer>
  );
};

interface EntryProps extends Pick<FeedProps, 'questionnaire' | 'onShow'> {
  readonly item: HistoryItem;
}

const Entry = ({ item, questionnaire, onShow }: EntryProps) => {
  const t = useTexts();
  const { actor, office, aspect, row, data } = item;
  const place = [office?.name, row && aspect && t('audit.in-aspect', { aspect: titleOf(aspect) })].filter(
    Boolean,
  );
  return (
    <div className="feed-entry">
      <time className="when" dateTime={item.at}>
        {dateTime(item.at)}
      </time>
      <div>
        <p className="feed-sentence">{sentenceOf(item)}</p>
        {changeTexts(questionnaire, item).map(({ field, before, after }) => (
          <p key={field} className="feed-change">
            {t('audit.change', { field, before, after })}
          </p>
        ))}
        {'reason' in data && data.reason !== undefined && (
          <p className="feed-change">{t('audit.reason', { reason: data.reason })}</p>
        )}
        {returnTexts(questionnaire, item).map((text, index) => (
          <p key={index} className="feed-change">
            {text}
          </p>
        ))}
        <p className="feed-origin">
          {[t(`role.${actor.role}`), ...place].join(' · ')}
          {' · '}
          {t('audit.origin', { position: item.position, command: item.command })}{' '}
          <code title={item.hash}>{item.hash.slice(0, 10)}</code>
        </p>
      </div>
      {onShow && item.stream.startsWith('survey-') && (
        <div onMouseDownCapture={leaveFocus}>
          <Button
            className="button"
            aria-label={`${t('audit.show-at')} ${item.revision} ${actorName(actor)}`}
            onPress={() => onShow(item.position)}
          >
            {t('audit.show-at')}
          </Button>
        </div>
      )}
    </div>
  );
};

/**
 * When a press focuses the list, the list scrolls to its last known position. After a quick scroll that position is old, and the button
 * would move away before it is released. So the press does not move the focus.
 */
const leaveFocus = (event: MouseEvent): void => event.preventDefault();

import type { MouseEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { Collection } from 'react-aria-components/Collection';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { GridList, GridListItem, GridListLoadMoreItem } from 'react-aria-components/GridList';
import { Popover } from 'react-aria-components/Popover';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import type { Questionnaire } from '../../../src/questionnaire/questionnaire.js';
import type { HistoryItem } from '../api/types.js';
import { dateTime } from '../i18n/dates.js';
import { nameOf, titleOf, useLanguage } from '../i18n/language.js';
import { Icon } from '../ui/icons.js';
import { PlaceName } from '../ui/place-name.js';
import { ThaiText } from '../ui/thai-text.js';
import { actorName, changeTexts, noteTexts, sentenceOf } from '../history/sentence.js';
import { useTexts } from './texts.js';

interface FeedProps {
  readonly items: readonly HistoryItem[];
  readonly questionnaire: Questionnaire;
  readonly isLoading: boolean;
  readonly onLoadMore: () => void;
  /** Shows the survey right after the event; absent where the page cannot. */
  readonly onShow?: ((position: string) => void) | undefined;
}

/** About two lines. The real height is measured once the event is on the screen. */
const ESTIMATED_HEIGHT = 64;

/** Only the events on the screen are in the document, so that thousands of them scroll well. */
export const Feed = ({ items, questionnaire, isLoading, onLoadMore, onShow }: FeedProps) => {
  const t = useTexts();
  const language = useLanguage();
  return (
    <>
      {/* Each event says itself what it is to a screen reader: the heads are for the eye. */}
      <div className={`feed-entry feed-columns ${onShow ? 'feed-shows' : ''}`} aria-hidden="true">
        {[t('audit.time'), t('audit.who'), t('list.lao'), t('audit.row'), t('audit.what')].map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
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
    </>
  );
};

interface EntryProps extends Pick<FeedProps, 'questionnaire' | 'onShow'> {
  readonly item: HistoryItem;
}

/** The columns: when, who, where, which service, and each field from → to. What changed no answer says so in a sentence. */
const Entry = ({ item, questionnaire, onShow }: EntryProps) => {
  const t = useTexts();
  const { actor, office, lao, aspect, row, data } = item;
  const changes = changeTexts(questionnaire, item);
  return (
    <div className={`feed-entry ${onShow ? 'feed-shows' : ''}`}>
      <time className="when" dateTime={item.at}>
        {dateTime(item.at)}
      </time>
      <div>
        <ThaiText>{actorName(actor)}</ThaiText>
        <span className="feed-origin">
          {[t(`role.${actor.role}`), office && nameOf(office)].filter(Boolean).join(' · ')}
        </span>
      </div>
      <div>{lao ? <PlaceName of={lao} /> : '–'}</div>
      <div>
        {row && <ThaiText>{titleOf(row)}</ThaiText>}
        {row && aspect && (
          <span className="feed-origin">{t('audit.in-aspect', { aspect: titleOf(aspect) })}</span>
        )}
      </div>
      <div>
        {changes.length === 0 && (
          <p className="feed-sentence">
            <ThaiText>{sentenceOf(item)}</ThaiText>
          </p>
        )}
        {changes.map(({ field, before, after }) => (
          <p key={field} className="feed-change">
            <span className="feed-field">{field}</span> <del>{before}</del> → <ins>{after}</ins>
          </p>
        ))}
        {'reason' in data && data.reason !== undefined && (
          <p className="feed-change">{t('audit.reason', { reason: data.reason })}</p>
        )}
        {noteTexts(questionnaire, item).map((text, index) => (
          <p key={index} className="feed-change">
            {text}
          </p>
        ))}
      </div>
      <div className="feed-buttons" onMouseDownCapture={leaveFocus}>
        {onShow && item.stream.startsWith('survey-') && (
          <Button
            className="button"
            aria-label={`${t('audit.show-at')} ${item.revision} ${actorName(actor)}`}
            onPress={() => onShow(item.position)}
          >
            {t('audit.show-at')}
          </Button>
        )}
        <TechnicalIds item={item} />
      </div>
    </div>
  );
};

/** What a technician needs to find the event in the log. */
const TechnicalIds = ({ item }: { readonly item: HistoryItem }) => {
  const t = useTexts();
  const { position, stream, revision, command, commandId, correlationId, hash } = item;
  return (
    <DialogTrigger>
      <Button className="button-icon" aria-label={`${t('audit.technical')} ${position}`}>
        <Icon name="help" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog aria-label={t('audit.technical')}>
          <dl className="technical">
            {Object.entries({ position, stream, revision, command, commandId, correlationId, hash }).map(
              ([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <code>{value}</code>
                  </dd>
                </div>
              ),
            )}
          </dl>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};

/**
 * When a press focuses the list, the list scrolls to its last known position. After a quick scroll that position is old, and the button
 * would move away before it is released. So the press does not move the focus.
 */
const leaveFocus = (event: MouseEvent): void => event.preventDefault();

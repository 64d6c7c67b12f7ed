import type { EventType } from '../api/types.js';
import type { TextKey } from '../i18n/language.js';

interface EventTexts {
  readonly name: TextKey;
  /** Who did what, in one sentence. */
  readonly sentence: TextKey;
  /** A certification, or what undid one: has a mark on the slider of the past. */
  readonly landmark: boolean;
}

/** How each event is shown, in the order of the filter. The compiler asks for every event that the server has. */
export const eventTexts: Readonly<Record<EventType, EventTexts>> = {
  AnswerRecorded: { name: 'event.AnswerRecorded', sentence: 'sentence.AnswerRecorded', landmark: false },
  RowAdded: { name: 'event.RowAdded', sentence: 'sentence.RowAdded', landmark: false },
  RowRemoved: { name: 'event.RowRemoved', sentence: 'sentence.RowRemoved', landmark: false },
  AspectSaved: { name: 'event.AspectSaved', sentence: 'sentence.AspectSaved', landmark: false },
  LaoCertified: { name: 'event.LaoCertified', sentence: 'sentence.LaoCertified', landmark: true },
  LaoReturned: { name: 'event.LaoReturned', sentence: 'sentence.LaoReturned', landmark: true },
  ProvinceCertified: {
    name: 'event.ProvinceCertified',
    sentence: 'sentence.ProvinceCertified',
    landmark: true,
  },
  ProvinceCertificationRevoked: {
    name: 'event.ProvinceCertificationRevoked',
    sentence: 'sentence.ProvinceCertificationRevoked',
    landmark: true,
  },
  CampaignOpened: { name: 'event.CampaignOpened', sentence: 'sentence.CampaignOpened', landmark: false },
  CampaignExtended: {
    name: 'event.CampaignExtended',
    sentence: 'sentence.CampaignExtended',
    landmark: false,
  },
  CampaignClosed: { name: 'event.CampaignClosed', sentence: 'sentence.CampaignClosed', landmark: false },
};

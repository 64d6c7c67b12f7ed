import type { DomainEvent } from '../../src/events/domain-event.js';
import type { NewEvent } from '../../src/events/recorded-event.js';
import { eventTypes } from '../../src/events/event-types.js';
import type { JsonObject } from '../../src/basics/json.js';
import { Directory, type Lao } from '../../src/directory/directory.js';
import { proposedRoster } from '../../src/roster/proposed-roster.js';
import { MemoryEventStore } from './memory-event-store.js';

const lao = (code: string, provinceCode: string, baseName: string, rank: number): Lao => ({
  code,
  provinceCode,
  districtCode: `${provinceCode}01`,
  type: 'sao',
  name: `อบต.${baseName}`,
  officialName: `องค์การบริหารส่วนตำบล${baseName}`,
  baseName,
  nameEn: code,
  rank,
});

/** Two provinces, four LAOs. */
export const smallDirectory = new Directory(
  ['11', '12'].map((code, rank) => ({
    code,
    name: code,
    nameEn: code,
    region: 'central',
    regionEn: 'Central',
    rank,
  })),
  ['11', '12'].map((code, rank) => ({
    code: `${code}01`,
    provinceCode: code,
    name: code,
    nameEn: code,
    rank,
  })),
  [],
  [
    lao('06110001', '11', 'บางแก้ว', 0),
    lao('06110002', '11', 'บางปู', 1),
    lao('06120003', '12', 'บางไผ่', 2),
    lao('06120004', '12', 'ท่าทราย', 3),
  ],
);

/** A log written by hand: each event one second after the one before. */
export class SurveyWorld {
  readonly store = new MemoryEventStore();

  async record(stream: string, event: DomainEvent): Promise<bigint> {
    return this.recordRaw(
      stream,
      event.type,
      event.data as unknown as JsonObject,
      eventTypes[event.type].version,
    );
  }

  async recordRaw(stream: string, type: string, data: JsonObject, schemaVersion = 1): Promise<bigint> {
    const place = this.store.log.length + 1;
    const event: NewEvent = {
      id: `event-${place}`,
      type,
      data,
      metadata: {
        schemaVersion,
        time: new Date(Date.UTC(2022, 10, 7, 2, 0, place)).toISOString(),
        actor: { sub: 'someone', role: 'lao' },
        correlationId: `request-${place}`,
        commandId: `command-${place}`,
        command: 'Test',
        commandHash: '00',
        hash: '00',
      },
    };
    return (await this.store.append(stream, [event], 'any')).position;
  }

  /** Opens a round and enrols its provinces, each with all of its LAOs. */
  async open(fiscalYear = 2565, provinces = ['11', '12']): Promise<bigint> {
    await this.opened(fiscalYear, provinces);
    return this.enrol(fiscalYear, provinces);
  }

  opened(fiscalYear = 2565, provinces = ['11', '12']): Promise<bigint> {
    return this.record(`campaign-${fiscalYear}`, {
      type: 'CampaignOpened',
      data: {
        questionnaireVersion: '2565.1',
        provinces,
        opensAt: '2022-11-01T00:00:00.000Z',
        closesAt: '2022-12-31T00:00:00.000Z',
      },
    });
  }

  async enrol(fiscalYear: number, provinces: readonly string[], countsFrom?: string): Promise<bigint> {
    let position = -1n;
    for (const code of provinces) {
      const roster = proposedRoster(smallDirectory, code);
      position = await this.record(`province-${fiscalYear}.${code}`, {
        type: 'ProvinceEnrolled',
        data: countsFrom === undefined ? roster : { ...roster, countsFrom },
      });
    }
    return position;
  }
}

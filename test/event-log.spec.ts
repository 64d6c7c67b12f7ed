import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { commandId, eventId, uuidV5 } from '../src/event-store/command-id.js';
import type { RecordedEvent } from '../src/events/recorded-event.js';
import { CHAIN_START, canonicalJson, eventHash, type HashedEvent } from '../src/event-store/hash-chain.js';
import { toDomainEvent, UnreadableEvent, type UpcastingSteps } from '../src/events/upcasting.js';
import { propertyRuns } from './support/property-runs.js';

describe('hash chain', () => {
  const event: HashedEvent = {
    id: '5f2b7a52-0d0e-5b0a-9c60-3c9f0d0b8a11',
    type: 'AspectSaved',
    stream: 'survey-2565.03120102',
    revision: 3n,
    data: { aspectId: 'quality-of-life', note: 'คุณภาพชีวิต' },
    metadata: { time: '2026-01-01T00:00:00.000Z', actor: { role: 'lao', sub: 'a' } },
  };

  it('gives the hash that any other implementation of SHA-256 over RFC 8785 gives', () => {
    expect(eventHash(CHAIN_START, event)).toBe(
      'd2c869940bd87d2510a23205574284a3010e2b18d4197f866347b40b20b9da3d',
    );
  });

  it('does not depend on the order of the fields, nor on a hash already there', () => {
    const { data, metadata, ...rest } = event;
    const shuffled = {
      metadata: { hash: 'ff', actor: { sub: 'a', role: 'lao' }, time: metadata['time']! },
      data: { note: data['note']!, aspectId: data['aspectId']! },
      ...rest,
    };
    expect(eventHash(CHAIN_START, shuffled)).toBe(eventHash(CHAIN_START, event));
  });

  it('changes with every field and with the previous hash', () => {
    const altered: HashedEvent[] = [
      { ...event, id: `${event.id.slice(0, -1)}2` },
      { ...event, type: 'AspectSavedAgain' },
      { ...event, stream: 'survey-2565.03120103' },
      { ...event, revision: 4n },
      { ...event, data: { ...event.data, note: 'คุณภาพชีวิด' } },
      { ...event, data: { ...event.data, more: null } },
      { ...event, metadata: { ...event.metadata, time: '2026-01-01T00:00:00.001Z' } },
      { ...event, metadata: { ...event.metadata, actor: { role: 'province', sub: 'a' } } },
    ];
    const hashes = [event, ...altered].map((each) => eventHash(CHAIN_START, each));
    hashes.push(eventHash('1'.padStart(64, '0'), event));
    expect(new Set(hashes).size).toBe(altered.length + 2);
  });

  it('refuses what JSON cannot carry', () => {
    for (const value of [undefined, NaN, Infinity, 1n, () => 1, new Date(0), '\ud800', { a: ['\udc00'] }]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });

  it('writes canonical JSON as the reference library does', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          'ก',
          'ำ',
          '"',
          '\\',
          '\n',
          '\u0000',
          '\u007f',
          '\u2028',
          '😀',
          '1',
          '__proto__',
        ),
      }),
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json')),
        fc.dictionary(text, fc.option(tie('json'), { nil: undefined })),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => expect(canonicalJson(value)).toBe(canonicalize(value))),
      propertyRuns(200),
    );
  });
});

describe('ids of commands and events', () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  it('are UUIDs of version 5 (RFC 9562), the same for the same name only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        expect(uuidV5(one)).toMatch(shape);
        expect(uuidV5(one) === uuidV5(other)).toBe(one === other);
      }),
      propertyRuns(100),
    );
  });

  it('belong to the person, the stream and the key', () => {
    const id = commandId('a', 'survey-2565.1', 'key');
    expect(commandId('a', 'survey-2565.1', 'key')).toBe(id);
    const others = [
      commandId('b', 'survey-2565.1', 'key'),
      commandId('a', 'survey-2565.2', 'key'),
      commandId('a', 'survey-2565.1', 'other'),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
    expect(eventId(id, 0)).toBe(eventId(id, 0));
    expect(eventId(id, 0)).not.toBe(eventId(id, 1));
  });

  it('are new every time without a key', () => {
    const id = commandId('a', 'survey-2565.1', undefined);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(commandId('a', 'survey-2565.1', undefined)).not.toBe(id);
  });
});

describe('upcasting', () => {
  const recorded = (over: Partial<RecordedEvent> = {}): RecordedEvent => ({
    id: '5f2b7a52-0d0e-5b0a-9c60-3c9f0d0b8a11',
    type: 'AspectSaved',
    stream: 'survey-2565.03120102',
    revision: 0n,
    position: 1n,
    data: JSON.parse('{"aspect":"1"}') as RecordedEvent['data'],
    metadata: { schemaVersion: 1 },
    ...over,
  });
  const steps: UpcastingSteps = {
    AspectSaved: {
      1: ({ aspect }) => ({ number: Number(aspect) }),
      2: ({ number }) => ({ aspectId: `aspect-${String(number)}` }),
    },
  };
  const versions = { AspectSaved: { category: 'survey', version: 3 } };

  it('lifts old bytes through every step, leaves them as they are, and names their category', () => {
    const old = Object.freeze(recorded());
    expect(toDomainEvent(old, steps, versions)).toEqual({
      ...old,
      subject: { category: 'survey', fiscalYear: 2565, laoCode: '03120102' },
      data: { aspectId: 'aspect-1' },
    });
    expect(old.data).toEqual({ aspect: '1' });
  });

  it('begins at the step of the version, and skips all steps for the current one', () => {
    const second = recorded({ data: { number: 4 }, metadata: { schemaVersion: 2 } });
    expect(toDomainEvent(second, steps, versions).data).toEqual({ aspectId: 'aspect-4' });
    const today = recorded({ data: { aspectId: 'x' }, metadata: { schemaVersion: 3 } });
    expect(toDomainEvent(today, steps, versions).data).toEqual({ aspectId: 'x' });
  });

  it('reads a return of the first version, which named no rows', () => {
    const bytes =
      '{"laoCode":"03120102","certifiedRevision":"12","reason":"ตรวจสอบจำนวนผู้ใช้บริการ\\nด้านเศรษฐกิจ"}';
    const old = recorded({
      type: 'LaoReturned',
      stream: 'province-2565.12',
      data: JSON.parse(bytes) as RecordedEvent['data'],
    });
    expect(toDomainEvent(old).data).toEqual({ ...old.data, rows: [] });
    expect(JSON.stringify(old.data)).toBe(bytes);
  });

  it('reads a certification of the first version, which had no notes', () => {
    const bytes = '{"fingerprint":"9f86d081","questionnaireVersion":"2565.1"}';
    const old = recorded({ type: 'LaoCertified', data: JSON.parse(bytes) as RecordedEvent['data'] });
    expect(toDomainEvent(old).data).toEqual({ ...old.data, notes: [] });
    expect(JSON.stringify(old.data)).toBe(bytes);
  });

  it.each([
    ['an unknown type', recorded({ type: 'AspectForgotten' }), /unknown event type AspectForgotten/],
    ['a newer version', recorded({ metadata: { schemaVersion: 4 } }), /version 4, known up to 3/],
    ['no version', recorded({ metadata: {} }), /version undefined/],
    ['a stream of something else', recorded({ stream: '$stats' }), /stream \$stats/],
  ])('refuses %s', (_, event, message) => {
    expect(() => toDomainEvent(event, steps, versions)).toThrow(UnreadableEvent);
    expect(() => toDomainEvent(event, steps, versions)).toThrow(message);
  });

  it('refuses a version that has no step', () => {
    expect(() => toDomainEvent(recorded(), {}, versions)).toThrow(
      /no upcaster for AspectSaved from version 1/,
    );
  });
});

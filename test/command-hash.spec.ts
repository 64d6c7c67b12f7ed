import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { commandHash, isHashOf } from '../src/commands/command-hash.js';

const command = (content: object) => ({ name: 'SaveAspect', content });
const one = command({ aspectId: 'a', answers: { x: { steps: ['1', '2'], hasEService: true }, y: null } });
const other = command({ answers: { y: null, x: { hasEService: true, steps: ['1', '2'] } }, aspectId: 'a' });

describe('the hash of a command', () => {
  it('does not depend on the order of members, at any depth', () => {
    expect(commandHash(one)).toBe(commandHash(other));
  });

  it('depends on values, on the order of a list, and on what is cleared', () => {
    const changed = [
      command({ aspectId: 'b', answers: one.content }),
      command({ aspectId: 'a', answers: { x: { steps: ['2', '1'], hasEService: true }, y: null } }),
      command({ aspectId: 'a', answers: { x: { steps: ['1', '2'], hasEService: true } } }),
    ];
    expect(new Set([one, ...changed].map(commandHash)).size).toBe(4);
  });

  it('of the first versions is still known', () => {
    const old = createHash('sha256').update(JSON.stringify(one)).digest('hex');
    expect(old).not.toBe(commandHash(one));
    expect(isHashOf(old, one)).toBe(true);
    expect(isHashOf(commandHash(other), one)).toBe(true);
    expect(isHashOf(old, command({}))).toBe(false);
  });

  it('takes half a character, which a decision refuses later', () => {
    expect(commandHash(command({ title: '\ud800' }))).toMatch(/^[0-9a-f]{64}$/);
  });
});

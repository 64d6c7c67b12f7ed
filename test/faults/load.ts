import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandResult } from '../../src/commands/command-context.js';
import type { Questionnaire, StandardRow } from '../../src/questionnaire/questionnaire.js';
import { completeAnswers } from '../support/fill.js';
import { signIn, type Client } from '../support/sign-in.js';
import type { Figures } from './figures.js';

const YEAR = 2565;
const PROVINCE = '12';

export interface Acknowledged extends CommandResult {
  readonly key: string;
  readonly what: string;
}

/** A person with a browser. The person signs in again only where sessions do not outlive a process. */
class Worker {
  private client: Client | undefined;

  constructor(
    private readonly baseUrl: string,
    readonly hint: string,
  ) {}

  async browser(): Promise<Client> {
    return (this.client ??= await signIn(this.baseUrl, this.hint));
  }

  forgotten(): void {
    this.client = undefined;
  }
}

export interface LoadOptions {
  /** Gets the position of each acknowledged command, to check that it becomes readable. */
  readonly onAcknowledged?: (position: bigint) => void;
  /** False where sessions are in a process's memory and end with it. */
  readonly sessionsSurvive: boolean;
}

type Send = (client: Client, headers: { readonly [name: string]: string }) => Promise<Response>;

/** Milliseconds. A longer outage means that the run has failed. */
const PATIENCE = 60_000;

/** People at work. Each command is sent again, under its own key, until the system accepts or refuses it. */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  private ended = false;

  constructor(
    private readonly baseUrl: string,
    private readonly questionnaire: Questionnaire,
    private readonly figures: Figures,
    private readonly options: LoadOptions,
  ) {}

  /** Works until `end`; resolves when every command has its answer. */
  async run(laoCodes: readonly string[]): Promise<void> {
    const clerks = laoCodes.flatMap((code) => [this.clerk(code), this.clerk(code)]);
    await Promise.all([...clerks, this.officer(laoCodes), this.administrator()]);
  }

  end(): void {
    this.ended = true;
  }

  private async clerk(lao: string): Promise<void> {
    const clerk = new Worker(this.baseUrl, `lao.${lao}`);
    const survey = `/api/surveys/${YEAR}/${lao}`;
    while (!this.ended) {
      for (const aspect of this.questionnaire.aspects) {
        if (this.ended) return;
        const rows = aspect.groups.flatMap((group) => group.rows);
        const answers = answersOf(rows);
        const save: Send = (by, headers) =>
          by.put(`${survey}/aspects/${aspect.id}`, { answers }, { ...headers, 'if-match': '*' });
        await this.command(clerk, `save ${lao} ${aspect.id}`, save);
      }
      const certify: Send = (by, headers) => by.post(`${survey}/certification`, undefined, headers);
      if (Math.random() < 0.3) await this.command(clerk, `certify ${lao}`, certify);
    }
  }

  private async officer(laos: readonly string[]): Promise<void> {
    const officer = new Worker(this.baseUrl, `province.${PROVINCE}`);
    for (let turn = 0; !this.ended; turn += 1) {
      const lao = laos[turn % laos.length]!;
      const certify: Send = (by, headers) =>
        by.post(`/api/provinces/${PROVINCE}/certifications/${YEAR}`, undefined, headers);
      await this.command(officer, 'certify the province', certify);
      const giveBack: Send = (by, headers) =>
        by.post(`/api/surveys/${YEAR}/${lao}/return`, { reason: 'ตรวจสอบอีกครั้ง' }, headers);
      await this.command(officer, `return ${lao}`, giveBack);
      await pause(50);
    }
  }

  private async administrator(): Promise<void> {
    const administrator = new Worker(this.baseUrl, 'admin');
    while (!this.ended) {
      const path = `/api/provinces/${PROVINCE}/certifications/${YEAR}/revocation`;
      await this.command(administrator, 'revoke', (by, headers) =>
        by.post(path, { reason: 'ตรวจสอบ' }, headers),
      );
      await pause(500);
    }
  }

  private async command(worker: Worker, what: string, send: Send): Promise<void> {
    const key = randomUUID();
    const begun = performance.now();
    const response = await this.untilAnswered(worker, (client) => send(client, { 'idempotency-key': key }));
    this.figures.longestOutage = Math.max(this.figures.longestOutage, performance.now() - begun);
    if (response.status >= 400) {
      this.figures.refused += 1;
      return;
    }
    const { revision, position } = JSON.parse(response.body) as CommandResult;
    this.acknowledged.push({ key, what, revision, position });
    this.figures.commands += 1;
    this.options.onAcknowledged?.(BigInt(position));
  }

  private async untilAnswered(
    worker: Worker,
    ask: (client: Client) => Promise<Response>,
  ): Promise<{ readonly status: number; readonly body: string }> {
    const until = performance.now() + PATIENCE;
    for (;;) {
      try {
        const browser = await worker.browser();
        const asked = performance.now();
        const response = await ask(browser);
        const body = await response.text();
        this.figures.longestAnswer = Math.max(this.figures.longestAnswer, performance.now() - asked);
        if (response.status === 401 && this.options.sessionsSurvive)
          throw new GaveUp(`${worker.hint} was signed out`);
        if (response.status === 401) worker.forgotten();
        else if (response.status < 500 || isFinal(body)) return { status: response.status, body };
        if (performance.now() > until) throw new GaveUp(`${response.status} ${body}`);
      } catch (error) {
        if (error instanceof GaveUp || performance.now() > until) throw error;
      }
      this.figures.retries += 1;
      await pause(50);
    }
  }
}

class GaveUp extends Error {}

/** A stream that was taken away is a refusal: sending again cannot help. */
const isFinal = (body: string): boolean => body.includes('"code":"record-damaged"');

/** Complete answers, different every time, so every save changes something. */
const answersOf = (rows: readonly StandardRow[]) =>
  Object.fromEntries(
    Object.entries(completeAnswers(rows)).map(([id, answer]) => [
      id,
      answer.hasEService ? { ...answer, yearlyUsers: Math.floor(Math.random() * 1e6) } : answer,
    ]),
  );

import { sameAnswer } from '../../../../src/questionnaire/answer.js';
import { ApiError, mayRetry } from '../../api/errors.js';
import { problemIn } from '../../api/problems.js';
import type { Receipt, RowChange, SurveyForm } from '../../api/types.js';
import { connectionsLost } from '../../drafts/database.js';
import type { FormDrafts } from '../../drafts/drafts.js';
import type { PendingSave } from '../../drafts/record.js';
import type { Conflict } from './conflict.js';
import type { FormStore } from './store.js';
import { draftRowOf, type RowView } from './row-view.js';

/** What a form asks of the server. */
export interface SurveyServer {
  readonly save: (aspectId: string, save: PendingSave) => Promise<Pick<Receipt, 'revision'>>;
  readonly form: () => Promise<SurveyForm>;
}

/** `invalid`: everything was saved but the rows that are not valid. */
export type SaveOutcome = 'saved' | 'waiting' | 'conflict' | 'failed' | 'invalid';

const KEEP_AFTER_MS = 100;
const RETRY_MS = [2_000, 4_000, 8_000, 15_000];
/** How often a save is repeated on a newer revision before the person has to choose. */
const REFETCHES = 5;

type RevisionConflict = NonNullable<ReturnType<typeof problemIn<'revision-conflict'>>>;

/** Keeps drafts in the browser and sends them. A draft survives a crash; a save is carried out once. */
export class Saving {
  private readonly dirty = new Map<string, Set<string>>();
  private readonly running = new Map<string, Promise<SaveOutcome>>();
  private readonly stops: (() => void)[] = [];
  private keepTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private retries = 0;

  constructor(
    private readonly store: FormStore,
    private readonly drafts: FormDrafts,
    private readonly server: SurveyServer,
    private readonly onConflict: (conflict: Conflict) => void,
  ) {}

  start(): () => void {
    const flush = (): void => void this.keepNow();
    const retry = (): void => this.retryWaiting();
    this.listen();
    this.stops.push(connectionsLost.subscribe(() => this.keepAll()));
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    window.addEventListener('online', retry);
    this.retryWaiting();
    return () => {
      for (const stop of this.stops) stop();
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
      window.removeEventListener('online', retry);
      clearTimeout(this.retryTimer);
      void this.keepNow();
    };
  }

  /** Keeps every change of the store in the browser. */
  listen(): void {
    this.stops.push(this.store.onChange((aspectId, rowIds) => this.keepSoon(aspectId, rowIds)));
  }

  /** Saves one aspect; a second call while one is under way waits for it and then sends what came after. */
  async save(aspectId: string): Promise<SaveOutcome> {
    const before = this.running.get(aspectId);
    if (before) {
      const outcome = await before;
      if (outcome !== 'saved' || this.store.aspect(aspectId).dirty === 0) return outcome;
    }
    const run = this.send(aspectId).finally(() => this.running.delete(aspectId));
    this.running.set(aspectId, run);
    return run;
  }

  private async send(aspectId: string, refetched = 0): Promise<SaveOutcome> {
    const answers = this.store.changes(aspectId);
    const onlyInvalid = this.store.aspect(aspectId).invalid > 0 && Object.keys(answers).length === 0;
    if (onlyInvalid) return 'invalid';
    const pending: PendingSave = this.store.pending(aspectId) ?? {
      key: crypto.randomUUID(),
      revision: this.store.aspect(aspectId).revision,
      answers,
    };
    this.store.sending(aspectId, pending);
    // The key is kept before the save is sent: after a crash the same command is sent again, not a second one.
    await this.keepNow();
    try {
      const receipt = await this.server.save(aspectId, pending);
      this.retries = 0;
      this.store.saved(aspectId, receipt.revision, new Date().toISOString());
      await this.keepNow();
      return this.store.aspect(aspectId).invalid > 0 ? 'invalid' : 'saved';
    } catch (error) {
      return this.notSaved(aspectId, error, refetched);
    }
  }

  private async notSaved(aspectId: string, error: unknown, refetched: number): Promise<SaveOutcome> {
    if (mayRetry(error) || (error instanceof ApiError && error.status === 401)) {
      this.store.waiting(aspectId);
      this.retryLater();
      return 'waiting';
    }
    if (!(error instanceof ApiError)) throw error;
    const conflict = problemIn(error, 'revision-conflict');
    if (conflict) return this.refused(aspectId, conflict, refetched);
    const rowIds =
      problemIn(error, 'invalid-answers')?.violations.map(({ rowId }) => rowId) ??
      this.store.dirtyRows(aspectId).map(({ row }) => row.id);
    this.store.failed(
      aspectId,
      rowIds,
      [error.problem.title, error.problem.detail].filter(Boolean).join(' — '),
    );
    await this.keepNow();
    return 'failed';
  }

  private async refused(
    aspectId: string,
    { changes, title }: RevisionConflict,
    refetched: number,
  ): Promise<SaveOutcome> {
    const here = changes.filter(
      (change): change is RowChange => 'rowId' in change && change.aspectId === aspectId,
    );
    try {
      const theirs = await this.server.form();
      // Read now: the person may have typed while the form was on its way.
      const mine = this.store.dirtyRows(aspectId);
      const settled = here.every((change) => settles(change, mine));
      if (settled && refetched < REFETCHES) {
        this.store.resolve(
          { aspectId, theirs, mine },
          new Map(mine.map((view) => [view.row.id, view.draft])),
        );
        return await this.send(aspectId, refetched + 1);
      }
      this.store.failed(aspectId, [], title);
      this.onConflict({ aspectId, changes: here, theirs, mine });
      return 'conflict';
    } catch (again) {
      if (!mayRetry(again)) throw again;
      this.store.failed(aspectId, [], title);
      return 'failed';
    }
  }

  private retryWaiting(): void {
    for (const aspectId of this.store.aspectIds()) {
      if (this.store.aspect(aspectId).save.is === 'waiting') void this.save(aspectId);
    }
  }

  private retryLater(): void {
    clearTimeout(this.retryTimer);
    const wait = RETRY_MS[Math.min(this.retries, RETRY_MS.length - 1)];
    this.retries += 1;
    this.retryTimer = setTimeout(() => this.retryWaiting(), wait);
  }

  private keepSoon(aspectId: string, rowIds: readonly string[]): void {
    const known = this.dirty.get(aspectId) ?? new Set();
    for (const id of rowIds) known.add(id);
    this.dirty.set(aspectId, known);
    this.keepTimer ??= setTimeout(() => void this.keepNow(), KEEP_AFTER_MS);
  }

  /** Keeps at once what has changed. */
  async keepNow(): Promise<void> {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    const todo = [...this.dirty];
    this.dirty.clear();
    await Promise.all(
      todo.map(([aspectId, rowIds]) =>
        this.drafts.keep(aspectId, {
          revision: this.store.aspect(aspectId).revision,
          pending: this.store.pending(aspectId),
          rows: Object.fromEntries([...rowIds].map((id) => [id, draftRowOf(this.store.row(id))])),
        }),
      ),
    );
  }

  /** Writes every unsaved row again: what was being written when a connection was lost may be gone. */
  private keepAll(): void {
    for (const aspectId of this.store.aspectIds()) {
      this.keepSoon(
        aspectId,
        this.store.dirtyRows(aspectId).map(({ row }) => row.id),
      );
    }
  }
}

/** A change that needs no choice: it recorded the answer that this person wants to save. */
const settles = (change: RowChange, mine: readonly RowView[]): boolean => {
  if (change.type !== 'AnswerRecorded') return false;
  const view = mine.find(({ row }) => row.id === change.rowId);
  return !!view && sameAnswer(view.answer, change.answer);
};

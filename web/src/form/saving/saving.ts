import { sameAnswer } from '../../../../src/questionnaire/answer.js';
import { api } from '../../api/calls.js';
import { ApiError, mayRetry } from '../../api/client.js';
import { problemIn } from '../../api/problems.js';
import type { RowChange, SurveyForm } from '../../api/types.js';
import { keepDraft, type DraftOwner, type PendingSave } from '../../drafts/drafts.js';
import type { FormStore } from './store.js';
import { draftRowOf, type RowView } from './row-view.js';

/** Another person saved the same aspect first. Nothing was applied; this person chooses. */
export interface Conflict {
  readonly aspectId: string;
  readonly changes: readonly RowChange[];
  readonly theirs: SurveyForm;
  readonly mine: readonly RowView[];
}

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
    private readonly owner: DraftOwner,
    private readonly onConflict: (conflict: Conflict) => void,
    private readonly onKeepFailed: (error: unknown) => void,
  ) {}

  start(): () => void {
    const flush = (): void => void this.keepNow();
    const retry = (): void => this.retryWaiting();
    this.stops.push(this.store.onChange((aspectId, rowIds) => this.keepSoon(aspectId, rowIds)));
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
    if (this.store.aspect(aspectId).invalid > 0) return 'invalid';
    const pending: PendingSave = this.store.pending(aspectId) ?? {
      key: crypto.randomUUID(),
      revision: this.store.aspect(aspectId).revision,
      answers: this.store.changes(aspectId),
    };
    this.store.sending(aspectId, pending);
    // The key is kept before the save is sent: after a crash the same command is sent again, not a second one.
    await this.keepNow();
    try {
      const receipt = await api.saveAspect(this.owner.year, this.owner.lao, aspectId, pending);
      this.retries = 0;
      this.store.saved(aspectId, receipt.revision, new Date().toISOString());
      await this.keepNow();
      return 'saved';
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
    const mine = this.store.dirtyRows(aspectId);
    const here = changes.filter(
      (change): change is RowChange => 'rowId' in change && change.aspectId === aspectId,
    );
    try {
      const theirs = await api.form(this.owner.year, this.owner.lao);
      const settled = here.every((change) => settles(change, mine));
      if (settled && refetched < REFETCHES) {
        this.store.resolve(aspectId, theirs, new Map(mine.map((view) => [view.row.id, view.draft])));
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

  private async keepNow(): Promise<void> {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    const todo = [...this.dirty];
    this.dirty.clear();
    try {
      await Promise.all(
        todo.map(([aspectId, rowIds]) =>
          keepDraft(this.owner, aspectId, {
            revision: this.store.aspect(aspectId).revision,
            pending: this.store.pending(aspectId),
            rows: Object.fromEntries([...rowIds].map((id) => [id, draftRowOf(this.store.row(id))])),
          }),
        ),
      );
    } catch (error) {
      this.onKeepFailed(error);
    }
  }
}

/** A change that needs no choice: it recorded the answer that this person wants to save. */
const settles = (change: RowChange, mine: readonly RowView[]): boolean => {
  if (change.type !== 'AnswerRecorded') return false;
  const view = mine.find(({ row }) => row.id === change.rowId);
  return !!view && sameAnswer(view.answer, change.answer);
};

import { fieldNames, sameAnswer, type Answer } from '../../../../src/questionnaire/answer.js';
import type { Questionnaire } from '../../../../src/questionnaire/questionnaire.js';
import type { SurveyForm } from '../../api/types.js';
import { draftOf, type RowDraft } from '../../answers/draft.js';
import type { DraftRecord, DraftRow, PendingSave } from '../../drafts/record.js';
import { aspectView, sameAspect, type AspectPart, type AspectView, type SaveState } from './aspect-view.js';
import type { Conflict } from './conflict.js';
import { EditHistory, takenBack, type Drafts, type Step } from './edit-history.js';
import { freshRow, judged, type RowView, type Transfer } from './row-view.js';
import { Topics } from './topics.js';

/** What was kept of one aspect. */
export type Kept = Pick<DraftRecord, 'aspectId' | 'revision' | 'pending'> & {
  readonly rows: Readonly<Record<string, DraftRow>>;
};

/**
 * The form as the person sees it, kept outside React so that a keystroke renders one row. It knows neither the network nor IndexedDB;
 * `Saving` listens to its changes.
 */
export class FormStore {
  private readonly rows = new Map<string, RowView>();
  private readonly aspects = new Map<string, AspectPart>();
  private readonly views = new Map<string, AspectView>();
  private readonly topics = new Topics();
  private readonly history = new EditHistory();
  private readonly changed = new Set<(aspectId: string, rowIds: readonly string[]) => void>();
  private allViews: readonly AspectView[] = [];
  private attempted = false;

  constructor(
    readonly questionnaire: Questionnaire,
    private current: SurveyForm,
    drafts: readonly Kept[] = [],
  ) {
    for (const aspect of current.aspects) {
      this.aspects.set(aspect.id, {
        rowIds: aspect.rows.map((row) => row.id),
        revision: current.revision,
        savedAt: aspect.savedAt,
        pending: null,
        save: { is: 'idle' },
      });
      for (const row of aspect.rows) this.rows.set(row.id, freshRow(questionnaire, aspect.id, row));
    }
    for (const draft of drafts) this.restore(draft);
    for (const aspectId of this.aspects.keys()) this.refreshAspect(aspectId);
  }

  get form(): SurveyForm {
    return this.current;
  }

  row(rowId: string): RowView | undefined {
    return this.rows.get(rowId);
  }

  aspect(aspectId: string): AspectView {
    return this.views.get(aspectId) as AspectView;
  }

  /** The same list until one of them changes. */
  aspectViews(): readonly AspectView[] {
    return this.allViews;
  }

  aspectIds(): readonly string[] {
    return [...this.aspects.keys()];
  }

  pending(aspectId: string): PendingSave | null {
    return this.aspects.get(aspectId)?.pending ?? null;
  }

  dirtyRows(aspectId: string): readonly RowView[] {
    return this.rowsOf(aspectId).filter((row) => row.dirty);
  }

  rowsOf(aspectId: string): readonly RowView[] {
    return (this.aspects.get(aspectId)?.rowIds ?? []).flatMap((id) => this.rows.get(id) ?? []);
  }

  get wasRefused(): boolean {
    return this.attempted;
  }

  /** `topic`: a row id, or `aspect:<id>`. */
  subscribe(topic: string, listener: () => void): () => void {
    return this.topics.subscribe(topic, listener);
  }

  /** Called after every change that a draft has to keep. */
  onChange(listener: (aspectId: string, rowIds: readonly string[]) => void): () => void {
    this.changed.add(listener);
    return () => this.changed.delete(listener);
  }

  /** `typing`: one letter of a text. Letters typed on in one cell are undone together. */
  edit(rowId: string, draft: RowDraft, typing = false): Step {
    return this.editMany(new Map([[rowId, draft]]), typing);
  }

  editMany(drafts: Drafts, typing = false): Step {
    const step: Step = new Map(
      [...drafts].flatMap(([rowId, after]) => {
        const before = this.rows.get(rowId)?.draft;
        return before && fieldNames.some((field) => before[field] !== after[field])
          ? [[rowId, { before, after }] as const]
          : [];
      }),
    );
    if (step.size > 0) this.history.record(step, typing);
    this.put(drafts);
    return step;
  }

  /** The cell that was typed in is left. */
  endTyping(): void {
    this.history.endTyping();
  }

  /** Takes back the last edit. Undefined if there is none. */
  undo(): Step | undefined {
    return this.taken(this.history.undo(this.draftNow));
  }

  redo(): Step | undefined {
    return this.taken(this.history.redo(this.draftNow));
  }

  /** Takes back one edit, also when others came after it. This is an edit, too. */
  takeBack(step: Step): void {
    this.editMany(after(takenBack(step, this.draftNow)));
  }

  private readonly draftNow = (rowId: string): RowDraft | undefined => this.rows.get(rowId)?.draft;

  private taken(step: Step | undefined): Step | undefined {
    this.history.endTyping();
    if (step) this.put(after(step));
    return step;
  }

  markAttempted(): void {
    this.attempted = true;
    for (const aspectId of this.aspects.keys()) this.refreshAspect(aspectId);
    for (const rowId of this.rows.keys()) this.touch(rowId, {});
  }

  /** The changed rows of an aspect that are valid: what a save sends. */
  changes(aspectId: string): Readonly<Record<string, Answer | null>> {
    return Object.fromEntries(
      this.dirtyRows(aspectId)
        .filter((row) => row.violations.length === 0)
        .map((row) => [row.row.id, row.answer]),
    );
  }

  sending(aspectId: string, pending: PendingSave): void {
    this.part(aspectId).pending = pending;
    this.transfer(aspectId, Object.keys(pending.answers), 'saving', { is: 'saving' });
  }

  waiting(aspectId: string): void {
    const sent = Object.keys(this.part(aspectId).pending?.answers ?? {});
    this.transfer(aspectId, sent, 'idle', { is: 'waiting' });
  }

  failed(aspectId: string, rowIds: readonly string[], reason: string): void {
    const part = this.part(aspectId);
    const sent = Object.keys(part.pending?.answers ?? {});
    part.pending = null;
    this.transfer(aspectId, sent, 'idle', { is: 'failed', reason });
    this.transfer(aspectId, rowIds, 'failed', { is: 'failed', reason });
  }

  /** A save was answered. What was typed since is still unsaved. */
  saved(aspectId: string, revision: string, at: string): void {
    const part = this.part(aspectId);
    const answers = part.pending?.answers ?? {};
    part.pending = null;
    part.savedAt = at;
    for (const other of this.aspects.values()) {
      if (other === part || other.revision === this.current.revision) other.revision = revision;
    }
    this.current = { ...this.current, revision };
    for (const [rowId, answer] of Object.entries(answers)) this.rebaseRow(rowId, answer);
    this.transfer(aspectId, Object.keys(answers), 'saved', { is: 'idle' });
    for (const id of this.aspects.keys()) this.refreshAspect(id);
  }

  /**
   * Takes over a newer form, except aspects in which another person changed a row that this person has changed too. Those keep their
   * revision, so the server refuses their next save and this person chooses.
   */
  rebase(form: SurveyForm): void {
    if (BigInt(form.revision) < BigInt(this.current.revision)) return;
    this.current = form;
    for (const aspect of form.aspects) {
      const part = this.part(aspect.id);
      const collides = aspect.rows.some((row) => {
        const mine = this.rows.get(row.id);
        return mine?.dirty && !sameAnswer(mine.base, row.answer) && !sameAnswer(mine.answer, row.answer);
      });
      const gone = this.dirtyRows(aspect.id).some((mine) =>
        aspect.rows.every((row) => row.id !== mine.row.id),
      );
      if (collides || gone) continue;
      part.revision = form.revision;
      this.replace(aspect.id, form);
    }
  }

  /**
   * After a conflict: the other person's form is the base, the chosen answers are the drafts. If this person has typed
   * since the choice was offered, nothing is taken over, and the next save is refused and asks again.
   */
  resolve(
    { aspectId, theirs, mine }: Pick<Conflict, 'aspectId' | 'theirs' | 'mine'>,
    chosen: ReadonlyMap<string, RowDraft>,
  ): void {
    const part = this.part(aspectId);
    part.pending = null;
    part.save = { is: 'idle' };
    const offered = new Map(mine.map(({ row, draft }) => [row.id, draft]));
    if (this.dirtyRows(aspectId).every(({ row, draft }) => offered.get(row.id) === draft)) {
      this.current = theirs;
      part.revision = theirs.revision;
      this.replace(aspectId, theirs);
      this.put(chosen);
      for (const id of part.rowIds) this.touch(id, { transfer: 'idle' });
    }
    this.refreshAspect(aspectId);
  }

  private replace(aspectId: string, form: SurveyForm): void {
    const aspect = form.aspects.find(({ id }) => id === aspectId);
    if (!aspect) return;
    const part = this.part(aspectId);
    const gone = part.rowIds.filter((id) => !aspect.rows.some((row) => row.id === id));
    for (const id of gone) this.rows.delete(id);
    part.rowIds = aspect.rows.map((row) => row.id);
    part.savedAt = aspect.savedAt;
    for (const row of aspect.rows) {
      const mine = this.rows.get(row.id);
      if (!mine) this.rows.set(row.id, freshRow(this.questionnaire, aspectId, row));
      else {
        if (mine.row.title !== row.title) this.touch(row.id, { row });
        if (!sameAnswer(mine.base, row.answer)) this.rebaseRow(row.id, row.answer);
      }
    }
    this.refreshAspect(aspectId);
    this.announce(aspectId, [...part.rowIds, ...gone]);
  }

  private rebaseRow(rowId: string, answer: Answer | null): void {
    const view = this.rows.get(rowId);
    if (!view) return;
    const untouched = !view.dirty || sameAnswer(view.answer, answer);
    const readable = view.violations.length === 0;
    this.touch(rowId, { base: answer, ...(untouched && readable ? { draft: draftOf(answer) } : {}) });
  }

  private put(drafts: ReadonlyMap<string, RowDraft>): void {
    const touched = new Map<string, string[]>();
    for (const [rowId, draft] of drafts) {
      const view = this.rows.get(rowId);
      if (!view) continue;
      this.touch(rowId, { draft, transfer: 'idle' });
      touched.set(view.aspectId, [...(touched.get(view.aspectId) ?? []), rowId]);
    }
    for (const [aspectId, rowIds] of touched) {
      const part = this.part(aspectId);
      if (part.save.is === 'failed') part.save = { is: 'idle' };
      this.refreshAspect(aspectId);
      this.announce(aspectId, rowIds);
    }
  }

  private restore(kept: Kept): void {
    const part = this.aspects.get(kept.aspectId);
    if (!part) return;
    for (const [rowId, { draft, base }] of Object.entries(kept.rows)) {
      const view = this.rows.get(rowId);
      if (!view) continue;
      const moved = !sameAnswer(base, view.row.answer);
      if (moved) part.revision = kept.revision;
      this.touch(rowId, { draft });
    }
    part.pending = kept.pending;
    if (kept.pending) part.save = { is: 'waiting' };
  }

  private transfer(aspectId: string, rowIds: readonly string[], transfer: Transfer, save: SaveState): void {
    this.part(aspectId).save = save;
    for (const id of rowIds) this.touch(id, { transfer });
    this.refreshAspect(aspectId);
    this.announce(aspectId, rowIds);
  }

  private touch(rowId: string, change: Partial<RowView>): void {
    const view = this.rows.get(rowId);
    if (!view) return;
    this.rows.set(rowId, judged({ ...view, ...change }));
    this.topics.wake(rowId);
  }

  private refreshAspect(aspectId: string): void {
    const part = this.part(aspectId);
    const view = aspectView(aspectId, part, this.rowsOf(aspectId), this.attempted);
    const before = this.views.get(aspectId);
    if (before && sameAspect(before, view)) return;
    this.views.set(aspectId, view);
    this.allViews = [...this.aspects.keys()].flatMap((id) => this.views.get(id) ?? []);
    this.topics.wake(`aspect:${aspectId}`);
  }

  private part(aspectId: string): AspectPart {
    const part = this.aspects.get(aspectId);
    if (!part) throw new Error(`the form has no aspect ${aspectId}`);
    return part;
  }

  private announce(aspectId: string, rowIds: readonly string[]): void {
    for (const listener of this.changed) listener(aspectId, rowIds);
  }
}

const after = (step: Step): Drafts => new Map([...step].map(([rowId, row]) => [rowId, row.after]));

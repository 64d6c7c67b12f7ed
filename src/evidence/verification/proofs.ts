import { problems } from '../../problems/catalogue.js';
import type { Checkpoints } from '../checkpoints/checkpoints.js';
import type {
  ConsistencyProofView,
  ConsistencyQuery,
  InclusionProofView,
  InclusionQuery,
} from './evidence-views.js';
import type { LiveTree } from '../signing/live-tree.js';
import type { LogTree } from '../tree/log-tree.js';

/** Proofs about the log. A third party checks them with the roots of signed checkpoints alone. */
export class Proofs {
  constructor(
    private readonly liveTree: LiveTree,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * Proof that the event is among those that the checkpoint attests.
   * @throws Problem no-checkpoint, unknown-position, unknown-log-size
   */
  async inclusion({ position, size: wanted }: InclusionQuery): Promise<InclusionProofView> {
    const sizes = await this.checkpoints.sizes();
    const size = wanted === undefined ? sizes.at(-1) : sizes.find((each) => each === wanted);
    if (size === undefined) throw problems.noCheckpoint();
    const tree = await this.treeOf(size);
    const index = tree.indexOf(BigInt(position));
    if (index === undefined || index >= size) throw problems.unknownPosition(position);
    return inclusionView(tree, index, size);
  }

  /**
   * Proof that the later log only added events to the earlier one.
   * @throws Problem unknown-log-size
   */
  async consistency({ from, to }: ConsistencyQuery): Promise<ConsistencyProofView> {
    const tree = await this.treeOf(to);
    if (from > to) throw problems.unknownLogSize(from, to);
    return {
      from,
      fromRoot: base64(tree.merkle.root(from)),
      to,
      toRoot: base64(tree.merkle.root(to)),
      proof: tree.merkle.consistencyProof(from, to).map(base64),
    };
  }

  private async treeOf(size: number): Promise<LogTree> {
    const { tree } = await this.liveTree.upToDate();
    if (size > tree.size) throw problems.unknownLogSize(size, tree.size);
    return tree;
  }
}

/** The proof as the API gives it. */
export const inclusionView = (tree: LogTree, index: number, size: number): InclusionProofView => ({
  index,
  size,
  leafHash: base64(tree.merkle.leaf(index)),
  root: base64(tree.merkle.root(size)),
  proof: tree.merkle.inclusionProof(index, size).map(base64),
});

const base64 = (bytes: Buffer): string => bytes.toString('base64');

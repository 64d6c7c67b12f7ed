import { Leases, type LeaseRecord } from '../../projections/engine/lease/leases.js';

/** The leases port in memory. */
export class MemoryLeases extends Leases {
  private readonly records = new Map<string, LeaseRecord>();

  override async read(name: string): Promise<LeaseRecord | undefined> {
    return this.records.get(name);
  }

  override async replace(name: string, seen: LeaseRecord | undefined, next: LeaseRecord): Promise<boolean> {
    if (JSON.stringify(this.records.get(name)) !== JSON.stringify(seen)) return false;
    this.records.set(name, next);
    return true;
  }
}

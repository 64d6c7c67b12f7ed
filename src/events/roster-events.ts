/** A province as a round enrolled it. An English name is empty where the directory files have none. */
export interface RosterProvince {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly region: string;
  /** Thai dictionary order. */
  readonly rank: number;
}

export interface RosterDistrict {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly rank: number;
}

/** An LAO as it was when this was recorded. Names mean what they mean in the directory. */
export interface RosterLao {
  readonly code: string;
  readonly districtCode: string;
  readonly type: string;
  readonly name: string;
  readonly officialName: string;
  readonly baseName: string;
  readonly nameEn: string;
  /** Place in the list of the whole nation: only the order counts. An LAO that is added later lies between two others. */
  readonly rank: number;
}

/** The round asks this province: all of its LAOs, as they were then. */
export interface ProvinceEnrolled {
  readonly type: 'ProvinceEnrolled';
  readonly data: {
    readonly province: RosterProvince;
    /** Those that an LAO lies in, in list order. */
    readonly districts: readonly RosterDistrict[];
    /** In list order. */
    readonly laos: readonly RosterLao[];
    /**
     * Of a roster that an upgrade derived for an older log: the instant of the campaign's opening, ISO 8601 UTC. The roster counts from
     * then on, though surveys were recorded before this event.
     */
    readonly countsFrom?: string;
  };
}

/** An LAO was added to the roster, or one that had been withdrawn is asked again. */
export interface LaoEnrolled {
  readonly type: 'LaoEnrolled';
  readonly data: { readonly lao: RosterLao; readonly district: RosterDistrict };
}

/** An LAO is asked no longer: it merged, or became another one. What it recorded stays. */
export interface LaoWithdrawn {
  readonly type: 'LaoWithdrawn';
  readonly data: {
    readonly laoCode: string;
    /** The LAO that took its place; null if none did. */
    readonly successorCode: string | null;
    readonly reason: string;
  };
}

export interface LaoRenamed {
  readonly type: 'LaoRenamed';
  readonly data: { readonly laoCode: string } & Omit<RosterLao, 'code' | 'districtCode'>;
}

/** An LAO lies in another district now. */
export interface LaoMoved {
  readonly type: 'LaoMoved';
  readonly data: { readonly laoCode: string; readonly district: RosterDistrict; readonly rank: number };
}

/** A change of a province's roster. */
export type RosterChange = LaoEnrolled | LaoWithdrawn | LaoRenamed | LaoMoved;

/** Who is asked: recorded in the stream of the province and year. */
export type RosterEvent = ProvinceEnrolled | RosterChange;

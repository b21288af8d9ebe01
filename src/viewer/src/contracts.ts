import type { Triple } from './geometry/vector.ts';

/** What the page that hosts the reading room says to it. */
export interface OpenOptions {
  studyUid: string;
  seriesUid: string;
  /** Root of the DICOMweb service, for example /studies/CODE/dicomweb. */
  dicomWebRoot: string;
  /** Root of the read, for example /studies/CODE/reads/ID. */
  readUrl: string;
  subjectCode: string;
  /** Without one the portal is asked for it at the first write. */
  antiforgeryToken?: string;
  /** Where the reader goes back to. */
  backUrl?: string;
  readOnly?: boolean;
  /** A series of more slices is shown as a stack at first: a volume of them may take more memory than a tab gets. */
  largestVolume?: number;
}

/** Calls back to the page; few and coarse, since they may cross a network. */
export interface Callbacks {
  onSaved?(version: SavedVersion): void;
  onDirtyChanged?(dirty: boolean): void;
  onFailed?(sentence: string): void;
}

export type StructureKind = 'primary' | 'node' | 'metastasis' | 'shell' | 'other';
export type StructureSide = 'none' | 'left' | 'right' | 'midline';
export type StructureLobe = 'none' | 'upper' | 'middle' | 'lower' | 'lingula';

/** How a structure is named: from short lists, so that readers name alike. */
export interface StructureCode {
  kind: StructureKind;
  side: StructureSide;
  lobe: StructureLobe;
}

export interface Structure extends StructureCode {
  id: string;
  name: string;
  color: string;
  /** The value of its voxels in the labelmap. */
  label: number;
  version: number;
  voxelCount: number;
  volumeMl: number;
  savedAt: string | null;
}

export interface DraftMark {
  revision: number;
  updatedAt: string;
}

/** Where a read stands on the server, in a few bytes. */
export interface ReadPulse {
  /** The newest save; 0 = none. */
  version: number;
  savedAt: string | null;
  draft: DraftMark | null;
  /** Approved and not unlocked. */
  isLocked: boolean;
  /** Said to be done, in a plan. */
  isClosed: boolean;
}

export interface ReadState {
  seriesUid: string;
  studyUid: string;
  subjectCode: string;
  dims: Triple;
  /** In the order of the labelmap's slices: k = 0 first, growing along the normal. */
  sopInstanceUids: string[];
  origin: Triple;
  spacing: Triple;
  direction: number[];
  geometry: 'volume' | 'stack';
  geometryMessage: string | null;
  structures: Structure[];
  /** The newest save of any structure, also of one taken off the list since; 0 = none. */
  version?: number;
  draft: DraftMark | null;
  readOnly: boolean;
  /** Fewest voxels that a saved primary tumour may have. */
  minimumVoxels: number;
  frameOfReferenceUid: string | null;
  /** read or adjudication; which read of a case it is, its reader is not told. */
  purpose?: string;
  /** assigned, in progress, done or returned. */
  readState?: string;
  /** In a reading plan: its reader says when it is done. */
  isPlanned?: boolean;
  /** Why it was given back. */
  returnReason?: string | null;
  approval?: ApprovalState | null;
}

/** The case is approved and locked. */
export interface ApprovalState {
  number: number;
  personName: string;
  signedAt: string;
  requestedAt: string | null;
  requestReason: string | null;
  declinedBecause: string | null;
}

/** A reader's VOI as the adjudicator sees it; runs of 0 and 1 in base64. */
export interface AdjudicationVoi {
  name: string;
  voxelCount: number;
  volumeMl: number;
  runs: string;
}

/** What an adjudicator decides between: both VOIs, and by what they differ; null where masks cannot be compared. */
export interface AdjudicationState {
  vois: AdjudicationVoi[];
  dice: number | null;
  hausdorff95Mm: number | null;
  averageSurfaceDistanceMm: number | null;
  volumeDifferencePercent: number;
  /** The study's limits that are passed, in words. */
  beyond: string[];
}

export type AdjudicationChoice = 'a' | 'b' | 'union' | 'intersection';

export interface SavedVersion {
  version: number;
  voxelCount: number;
  volumeMl: number;
  savedAt: string;
  jobId?: string | null;
}

/** A save of the case and its structures as they were then. */
export interface SavedCase {
  number: number;
  savedAt: string;
  reason: string;
  /** How the adjudicated VOI came about, in words. */
  adjudicated?: string | null;
  structures: {
    label: number;
    name: string;
    voxelCount: number;
    volumeMl: number;
    longestAxialMm: number | null;
    shortAxisMm: number | null;
  }[];
}

export interface FeatureReport {
  state: 'none' | 'queued' | 'running' | 'done' | 'failed';
  progress: number | null;
  message: string | null;
  /** The saved version from which the features are computed; null while there is none. */
  version: number | null;
  voxelCount: number | null;
  features: { name: string; value: number }[];
}

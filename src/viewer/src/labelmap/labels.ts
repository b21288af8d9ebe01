/**
 * Voxels of a structure that was interpolated and not yet confirmed carry its label with this bit set. They travel
 * in drafts and are undone like all others, but no version holds them.
 */
export const provisionalBit = 128;

/** The last label that a structure can have. */
export const lastLabel = 127;

/** The structure to which a voxel's value belongs, confirmed or not; 0 for none. */
export const structureOf = (value: number): number => value & lastLabel;

export const isProvisional = (value: number): boolean => value > lastLabel;

/** The numbers of the structure tools, as the panel shows them. */
export interface ToolNumbers {
  smoothMm: number;
  marginMm: number;
  shellFromMm: number;
  shellToMm: number;
  islandMm3: number;
  bySlice: boolean;
  /** The other side of union, intersection and difference: label of a structure, or 0 for the VOI from elsewhere. */
  other: number;
}

export const firstNumbers: ToolNumbers = {
  smoothMm: 1.5,
  marginMm: 5,
  shellFromMm: 0,
  shellToMm: 5,
  islandMm3: 50,
  bySlice: true,
  other: 0,
};

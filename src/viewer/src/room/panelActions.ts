import { middleOfLargest } from '../labelmap/islands.ts';
import { Labelmap } from '../labelmap/labelmap.ts';
import type { ForeignActions } from './foreignPanel.ts';
import type { Room } from './room.ts';
import type { StructureActions } from './structuresPanel.ts';

/** What the list of structures does in a room. */
export function structureActions(room: Room): StructureActions {
  const { session } = room;
  return {
    activate: (label) => room.activate(label),
    toggleShown: (label) => toggleShown(room, label),
    toggleLocked: (label) => {
      const { locked } = session!.painter;
      if (!locked.delete(label)) locked.add(label);
      room.refresh();
    },
    add: (code) => void session?.withList(async (list) => room.activate((await list.add(code)).label)),
    change: (label, code) => void session?.withList((list) => list.change(label, code)),
    remove: (label) => removeStructure(room, label),
  };
}

/** What is done with a VOI from elsewhere; null where nothing is drawn. */
export function foreignActions(room: Room): ForeignActions | null {
  const { session, commands } = room;
  if (!session || !commands) return null;
  return {
    open: (file) => void session.foreign.open(file).then(() => lookAtForeign(room)),
    choose: (index) => {
      session.foreign.shown?.choose(index);
      lookAtForeign(room);
    },
    adopt: () => commands.adopt(),
    close: () => session.foreign.close(),
  };
}

function toggleShown(room: Room, label: number): void {
  const show = room.hidden.delete(label);
  if (!show) room.hidden.add(label);
  room.session?.mask.showStructure(label, show);
  room.viewing.views.render();
  room.refresh();
}

/** Goes to the region from elsewhere where most of it is seen. */
function lookAtForeign(room: Room): void {
  const slices = room.session?.foreign.shown?.slices;
  const { geometry } = room.series;
  const place = slices && middleOfLargest(new Labelmap(geometry.dims, slices), 1);
  if (place) void room.viewing.goTo(geometry.toPatient(place));
}

/** Takes a structure and its voxels out of the case; the voxels come back with undo only while it is on the list. */
function removeStructure(room: Room, label: number): void {
  const { session } = room;
  if (!session || session.painter.isStroking) return;
  if (session.mask.labelmap.count(label) === 0) return void session.remove(label);
  room.look({ level: 'ask', sentence: '', label, place: null });
  room.notice.show('Its voxels go with it. Undo does not bring the structure back.', [
    { name: 'Remove it', act: () => void session.remove(label) },
    { name: 'Keep it', act: () => undefined },
  ]);
}

import type { Frame } from './runtime.ts';

/** `__name` in the code of a class is `_Class__name`, so that each class of a hierarchy has its own. */
export function privateName(name: string, frame: Frame): string {
  if (!name.startsWith('__') || name.endsWith('__')) return name;
  const cls =
    frame.classBody === null
      ? frame.ownerClass?.value?.name
      : frame.qualname.slice(frame.qualname.lastIndexOf('.') + 1);
  const stripped = cls?.replace(/^_+/, '') ?? '';
  return stripped === '' ? name : `_${stripped}${name}`;
}

/** The same for a plain name, of which only a class's own are read by others. */
export const privateMember = (name: string, frame: Frame): string =>
  frame.classBody === null ? name : privateName(name, frame);

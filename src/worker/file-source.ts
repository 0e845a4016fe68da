import type { ByteSource } from '../intake/report.ts';

/** A file of the page as the intake reads it. */
export const sourceOf = (file: File): ByteSource => ({
  name: file.webkitRelativePath || file.name,
  size: file.size,
  modified: file.lastModified,
  stream: () => file.stream(),
});

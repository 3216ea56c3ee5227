/** Descriptors reserved for log files, the control socket, commands and the database. */
const reserve = 32;

/**
 * The first descriptor number that no link may have; `undefined` if the system has no limit. A new descriptor always
 * gets the lowest free number, so a link with this one means that all lower numbers are used. Without this reserve,
 * links would use up all descriptors, and libuv would close further connections without an error.
 */
export function descriptorsForLinks(limit: number | undefined = descriptorLimit()): number | undefined {
  return limit === undefined ? undefined : limit - Math.min(reserve, Math.floor(limit / 8));
}

/** Links that one address may have with any number of descriptors: a class behind one router. */
const leastOfOne = 256;

/**
 * How many links one address may have, of `usual` at most: an eighth of the descriptors for links, so that eight addresses are
 * needed to use them up.
 */
export const linksOfOneAddress = (usual: number, descriptors: number | undefined = descriptorsForLinks()): number =>
  descriptors === undefined ? usual : Math.min(usual, Math.max(leastOfOne, Math.floor(descriptors / 8)));

/** The number of descriptors this process may have; `undefined`: unlimited. */
function descriptorLimit(): number | undefined {
  // Otherwise the report looks up the name of every address. Node's types do not contain this property yet.
  Reflect.set(process.report, 'excludeNetwork', true);
  const report: unknown = process.report.getReport();
  const soft = at(at(at(report, 'userLimits'), 'open_files'), 'soft');
  return typeof soft === 'number' ? soft : undefined;
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

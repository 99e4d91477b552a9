package answers;

/**
 * Which file a block is.
 *
 * @param path     as the answer states it
 * @param declared whether the task declares it, or a folder it lies in
 * @param raised   whether it is a heading or bold
 * @param line     index of the line it stands in
 */
record FileLabel(String path, boolean declared, boolean raised, int line) {
}

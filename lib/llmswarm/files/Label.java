package llmswarm.files;

/**
 * Which file a block is.
 *
 * @param stated what the answer says
 * @param path   the declared path it is taken for; equal to {@code stated} when nobody declared it
 * @param raised whether it stands directly above the block as a heading or in bold
 * @param line   where the label begins: the text before it belongs to something else
 */
record Label(String stated, String path, Kind kind, boolean raised, int line) {
    /** How sure it is: a declared path, a guess that only counts when nothing better is there, or a path nobody declared. */
    enum Kind { DECLARED, GUESSED, OTHER }

    boolean declared() {
        return kind == Kind.DECLARED;
    }
}

/**
 * Search/replace edits of a text by lines. {@link answers.edit.SearchReplace} makes one where its lines stand once,
 * also when they were copied with other indentation or with blank lines around them, and otherwise tells why not.
 */
package answers.edit;

/**
 * Text that people read: made fit for a terminal, with nothing hidden in it, and numbers as people write them. It knows
 * neither where a text comes from nor where it goes. Begin with {@link text.Printable}, which takes steering and hiding
 * characters from a text or writes them out; {@link text.Glyphs} has the rules, {@link text.Bounds} times and sizes,
 * and {@link text.Differences} what changes from one text to another.
 */
package text;

package text;

import java.util.function.Function;
import java.util.function.Supplier;

/** Reads texts of others so that one which takes all the stack or memory there is ends as one that cannot be read. */
public final class Unreadable {
    private Unreadable() {
    }

    /**
     * What is read.
     *
     * @param what   in mid-sentence, such as {@code the answer}
     * @param instead what is given, with a sentence, where it cannot be read
     */
    public static <T> T or(String what, Function<String, T> instead, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StackOverflowError | OutOfMemoryError tooMuch) {
            return instead.apply("%s cannot be read: it nests too deep, or takes more memory than there is".formatted(what));
        }
    }
}

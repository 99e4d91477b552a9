package llmswarm.model.jlama;

/** Jlama's native library, which makes local models several times faster. */
public final class NativeLibrary {
    private NativeLibrary() {
    }

    /** Whether it is there for this kind of machine; loads it, which decides for the whole process. */
    public static boolean isThere() {
        try {
            return Arithmetic.start(true) == Arithmetic.NATIVE;
        } catch (LinkageError noneForThisMachine) {
            return false;
        }
    }
}

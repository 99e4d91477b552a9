package llmswarm.check;

import java.util.List;

/**
 * A system call that not every program may make.
 *
 * @param x86     its number on x86-64
 * @param arm     its number on aarch64; {@link #NONE} where it does not exist
 * @param clauses the first one that holds decides
 */
record Syscall(String name, int x86, int arm, List<Clause> clauses, Ruling otherwise) {
    static final int NONE = -1;

    Syscall {
        clauses = List.copyOf(clauses);
    }

    int number(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }

    /** How an argument is compared with a value. */
    enum Test {
        EQUALS, DIFFERS, /** Any of the value's bits is set. */ SHARES
    }

    /**
     * Decides by the lower 32 bits of an argument; in the calls that have clauses the others have no meaning.
     *
     * @param argument counted from 0
     */
    record Clause(int argument, Test test, int value, Ruling ruling) {
    }
}

package sandbox.syscalls;

import java.util.List;

/**
 * A system call that not every program may make.
 *
 * @param x86     its number on x86-64
 * @param arm     its number on aarch64; {@link #NONE} where it does not exist
 * @param clauses the first one that holds decides
 */
public record Syscall(String name, int x86, int arm, List<Clause> clauses, Ruling otherwise) {
    public static final int NONE = -1;

    public Syscall {
        clauses = List.copyOf(clauses);
    }

    public int number(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }

    /** Decides when all of its conditions hold. */
    record Clause(List<Condition> conditions, Ruling ruling) {
        Clause {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * Looks at the lower 32 bits of an argument; in the calls that have clauses the others have no meaning.
     *
     * @param argument counted from 0
     * @param mask     the bits that are looked at
     * @param values   what they may be, each a case in which the condition holds
     */
    record Condition(int argument, int mask, List<Integer> values) {
        static final int ALL_BITS = -1;

        Condition {
            values = List.copyOf(values);
            if (values.isEmpty()) throw new IllegalArgumentException("A condition needs a value.");
        }
    }
}

package sandbox.syscalls;

/** The system calls that raise walls, by their numbers in asm/unistd_64.h and asm-generic/unistd.h. */
public enum KernelCall {
    CHDIR(80, 49),
    CLONE(56, 220),
    CLOSE(3, 57),
    DUP3(292, 24),
    EXECVE(59, 221),
    IOCTL(16, 29),
    KEYCTL(250, 219),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    MOUNT(165, 40),
    OPENAT(257, 56),
    PIVOT_ROOT(155, 41),
    PRCTL(157, 167),
    PRLIMIT64(302, 261),
    SECCOMP(317, 277),
    SETSID(112, 157),
    SOCKET(41, 198),
    UMOUNT2(166, 39),
    UNLINKAT(263, 35),
    UNSHARE(272, 97),
    WRITE(1, 64);

    private final int x86, arm;

    KernelCall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    int number(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> x86;
            case AARCH64 -> arm;
        };
    }
}

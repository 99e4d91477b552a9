// The program of x86-64.s for aarch64, step by step the same. Numbers of system calls: asm-generic/unistd.h.
        .set    base, 0x400000
        .set    keyctl, 219; .set prctl, 167; .set seccomp, 277; .set getpid, 172; .set clone, 220; .set wait4, 260
        .set    execve, 221; .set write, 64; .set exit_group, 94
        .text
header: .byte   0x7f, 'E', 'L', 'F', 2, 1, 1, 0                 // 64 bits, little endian
        .quad   0
        .short  2, 183                                          // a program for aarch64
        .long   1
        .quad   base + start - header, segment - header, 0      // begins at start; no sections
        .long   0
        .short  64, 56, 1, 0, 0, 0                              // one segment
segment:
        .long   1, 5                                            // the whole file is loaded, to be read and run
        .quad   0, base, base, 0, 0, 65536                      // both sizes are set when the filter is known

start:  mov     x19, sp
        ldr     x20, [sp, 16]                                   // the name for complaints: PATH
        mov     x0, 1                                           // KEYCTL_JOIN_SESSION_KEYRING; where it is refused,
        mov     x1, 0                                           // the filter still refuses to read the old one
        mov     x8, keyctl
        svc     0
        mov     x0, 38                                          // PR_SET_NO_NEW_PRIVS
        mov     x1, 1
        mov     x2, 0
        mov     x3, 0
        mov     x4, 0
        mov     x8, prctl
        svc     0
        adr     x1, filter
        ldr     x0, [x1], 8                                     // struct sock_fprog: the count, the instructions
        stp     x0, x1, [sp, -16]!
        mov     x0, 1                                           // SECCOMP_SET_MODE_FILTER
        mov     x1, 0
        mov     x2, sp
        mov     x8, seccomp
        svc     0
        adr     x20, itself
        cbnz    x0, fail
        ldr     x20, [x19, 16]
        mov     x8, getpid
        svc     0
        cmp     x0, 1
        b.ne    run
        mov     x0, 17                                          // SIGCHLD: aarch64 has no fork
        mov     x1, 0
        mov     x2, 0
        mov     x3, 0
        mov     x4, 0
        mov     x8, clone
        svc     0
        cbz     x0, run
        tbnz    x0, 63, fail
        mov     x21, x0

wait:   mov     x0, -1                                          // any child: process 1 is the parent of all orphans
        mov     x1, sp
        mov     x2, 0
        mov     x3, 0
        mov     x8, wait4
        svc     0
        cmp     x0, x21
        b.ne    wait
        ldr     w1, [sp]
        ubfx    w0, w1, 8, 8                                    // it ended by itself, with this exit code,
        ands    w1, w1, 127
        b.eq    exit
        add     w0, w1, 128                                     // or by this signal
exit:   mov     x8, exit_group
        svc     0

run:    ldr     x1, [x19]
        add     x2, x19, 16
        add     x2, x2, x1, lsl 3
        ldr     x0, [x19, 16]
        add     x1, x19, 24
        mov     x8, execve
        svc     0
        cmn     x0, 8                                           // ENOEXEC: a script that does not say what runs it
        b.ne    fail
        ldr     x0, [x19, 16]
        str     x0, [x19, 24]
        adr     x0, shell
        str     x0, [x19, 16]
        add     x1, x19, 16
        mov     x8, execve
        svc     0

fail:   neg     x21, x0
        adr     x1, complaint
        bl      say
        mov     x1, x20
        bl      say
        adr     x1, number
        bl      say
        mov     x2, 10
        udiv    x0, x21, x2
        msub    x1, x0, x2, x21
        add     x0, x0, '0'                                     // the two digits of an error, in the order of memory
        add     x1, x1, '0'
        orr     x0, x0, x1, lsl 8
        movk    x0, 0x0a, lsl 16
        str     x0, [sp, -16]!
        mov     x1, sp
        bl      say
        mov     x0, 125
        b       exit

say:    mov     x2, 0
1:      ldrb    w3, [x1, x2]
        cbz     w3, 2f
        add     x2, x2, 1
        b       1b
2:      mov     x0, 2
        mov     x8, write
        svc     0
        ret

shell:  .asciz  "/bin/sh"
complaint: .asciz "sandbox: could not start "
itself: .asciz  "the filter of system calls"
number: .asciz  ": error "
        .balign 8, 0
filter:                                                         // the count in 8 bytes, then 8 bytes for each instruction

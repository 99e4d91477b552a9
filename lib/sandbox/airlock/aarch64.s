// The program of x86-64.s for aarch64, step by step the same. Numbers of system calls: asm-generic/unistd.h.
        .set    base, 0x400000
        .set    list, 0x10000000; .set most, 0x1000000          // the place of the list, and its largest size
        .set    openat, 56; .set mmap, 222; .set close, 57; .set clone, 220; .set wait4, 260; .set execve, 221
        .set    write, 64; .set exit_group, 94; .set dup3, 24
        .set    own, 9                                          // the number of its own error stream
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
        .quad   0, base, base, end - header, end - header, 65536

start:  mov     x19, sp
        adr     x20, itself                                     // what to complain of
        mov     x0, -100                                        // AT_FDCWD
        ldr     x1, [x19, 16]
        mov     x2, 0x80000                                     // O_RDONLY, O_CLOEXEC
        mov     x8, openat
        svc     0
        tbnz    x0, 63, fail
        mov     x4, x0
        mov     x0, list
        mov     x1, most
        mov     x2, 1                                           // PROT_READ
        mov     x3, 0x12                                        // MAP_PRIVATE, MAP_FIXED
        mov     x5, 0
        mov     x8, mmap
        svc     0
        tbnz    x0, 63, fail
        mov     x0, x4                                          // or process 1 would hold it open
        mov     x8, close
        svc     0
        mov     x21, list

next:   ldp     x8, x0, [x21]
        cmp     x8, execve                                      // the end of the list
        b.eq    run
        ldp     x1, x2, [x21, 16]
        ldp     x3, x4, [x21, 32]
        ldp     x5, x20, [x21, 48]
        svc     0
        tbz     x0, 63, made
        cbnz    x20, fail
made:   ldr     x8, [x21], 64
        cmp     x8, clone
        b.ne    next
        cbz     x0, next
        mov     x21, x0
        mov     x0, own
        mov     x8, close
        svc     0

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
        ldr     x20, [x19, 24]
        mov     x0, x20
        add     x1, x19, 32
        mov     x8, execve
        svc     0
        cmn     x0, 8                                           // ENOEXEC: a script that does not say what runs it
        b.ne    norun
        adr     x0, shell
        stp     x0, x20, [x19, 24]
        add     x1, x19, 24
        mov     x8, execve
        svc     0
norun:  adr     x1, nostart
        b       tell

fail:   adr     x1, complaint
tell:   neg     x21, x0
        mov     x22, x1
        mov     x0, own
        mov     x1, 2
        mov     x2, 0
        mov     x8, dup3
        svc     0
        mov     x1, x22
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
nostart: .asciz "sandbox: could not start "
complaint: .asciz "sandbox: could not "
itself: .asciz  "read what to do"
number: .asciz  ": error "
end:

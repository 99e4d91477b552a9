# The program that stands between a wall and a check: AIRLOCK PATH NAME ARGUMENT...
# It joins a fresh session keyring, filters its system calls for good and starts PATH; as process 1 it does so in a child
# and waits for all children.
# Architecture.java holds what "as x86-64.s && objcopy -O binary -j .text" makes of this file; the filter follows it.
# Numbers of system calls: asm/unistd_64.h. What the kernel leaves on the stack: argc, argv, 0, envp, 0.
        .intel_syntax noprefix
        .set    base, 0x400000
        .set    keyctl, 250; .set prctl, 157; .set seccomp, 317; .set getpid, 39; .set fork, 57; .set wait4, 61
        .set    execve, 59; .set write, 1; .set exit_group, 231
        .text
header: .byte   0x7f, 'E', 'L', 'F', 2, 1, 1, 0                 # 64 bits, little endian
        .quad   0
        .short  2, 62                                           # a program for x86-64
        .long   1
        .quad   base + start - header, segment - header, 0      # begins at start; no sections
        .long   0
        .short  64, 56, 1, 0, 0, 0                              # one segment
segment:
        .long   1, 5                                            # the whole file is loaded, to be read and run
        .quad   0, base, base, 0, 0, 4096                       # both sizes are set when the filter is known

start:  mov     r12, rsp
        mov     rbp, [rsp + 16]                                 # the name for complaints: PATH
        mov     edi, 1                                          # KEYCTL_JOIN_SESSION_KEYRING; where it is refused,
        xor     esi, esi                                        # the filter still refuses to read the old one
        mov     eax, keyctl
        syscall
        mov     edi, 38                                         # PR_SET_NO_NEW_PRIVS
        mov     esi, 1
        xor     edx, edx
        xor     r10d, r10d
        xor     r8d, r8d
        mov     eax, prctl
        syscall
        lea     rax, [rip + filter + 8]                         # struct sock_fprog: the count, the instructions
        push    rax
        push    qword ptr [rip + filter]
        mov     edi, 1                                          # SECCOMP_SET_MODE_FILTER
        xor     esi, esi
        mov     rdx, rsp
        mov     eax, seccomp
        syscall
        lea     rbp, [rip + itself]
        test    eax, eax
        jnz     fail
        mov     rbp, [r12 + 16]
        mov     eax, getpid
        syscall
        cmp     eax, 1
        jne     run
        mov     eax, fork
        syscall
        test    eax, eax
        js      fail
        jz      run
        mov     ebx, eax

wait:   mov     rdi, -1                                         # any child: process 1 is the parent of all orphans
        mov     rsi, rsp
        xor     edx, edx
        xor     r10d, r10d
        mov     eax, wait4
        syscall
        cmp     eax, ebx
        jne     wait
        mov     edi, [rsp]
        mov     eax, edi
        shr     edi, 8                                          # it ended by itself, with this exit code,
        and     eax, 127
        jz      exit
        lea     edi, [rax + 128]                                # or by this signal
exit:   movzx   edi, dil
        mov     eax, exit_group
        syscall

run:    mov     rdi, [r12 + 16]
        lea     rsi, [r12 + 24]
        mov     rax, [r12]
        lea     rdx, [r12 + rax * 8 + 16]
        mov     eax, execve
        syscall
        cmp     eax, -8                                         # ENOEXEC: a script that does not say what runs it
        jne     fail
        lea     rdi, [rip + shell]
        mov     rax, [r12 + 16]
        mov     [r12 + 24], rax
        mov     [r12 + 16], rdi
        lea     rsi, [r12 + 16]
        mov     eax, execve
        syscall

fail:   neg     eax
        mov     ebx, eax
        lea     rsi, [rip + complaint]
        call    say
        mov     rsi, rbp
        call    say
        lea     rsi, [rip + number]
        call    say
        mov     eax, ebx
        xor     edx, edx
        mov     ecx, 10
        div     ecx
        add     eax, '0'                                        # the two digits of an error, in the order of memory
        add     edx, '0'
        shl     edx, 8
        lea     eax, [rax + rdx + 0x0a0000]
        push    rax
        mov     rsi, rsp
        call    say
        mov     edi, 125
        jmp     exit

say:    xor     edx, edx
1:      cmp     byte ptr [rsi + rdx], 0
        je      2f
        inc     edx
        jmp     1b
2:      mov     edi, 2
        mov     eax, write
        syscall
        ret

shell:  .asciz  "/bin/sh"
complaint: .asciz "sandbox: could not start "
itself: .asciz  "the filter of system calls"
number: .asciz  ": error "
        .balign 8, 0
filter:                                                         # the count in 8 bytes, then 8 bytes for each instruction

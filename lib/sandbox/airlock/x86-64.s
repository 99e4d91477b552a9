# A program that makes the system calls of a list and then becomes a command: AIRLOCK LIST PATH NAME ARGUMENT...
# CallList.java makes lists. A call is eight numbers: which one, its six arguments, and where the complaint stands if it is
# refused, or 0 where the list goes on all the same. The list lies at a fixed place, so that arguments can point into it.
# After a fork, the child goes on, and the parent waits for all of its children and ends as the first one.
# Where a list keeps an error stream of this program's own, the command and the parent have none of it: it is closed when the
# command starts, and at once in the parent.
# Architecture.java holds what "as x86-64.s && objcopy -O binary -j .text" makes of this file.
# Numbers of system calls: asm/unistd_64.h. What the kernel leaves on the stack: argc, argv, 0, envp, 0.
        .intel_syntax noprefix
        .set    base, 0x400000
        .set    list, 0x10000000; .set most, 0x1000000          # the place of the list, and its largest size
        .set    openat, 257; .set mmap, 9; .set close, 3; .set clone, 56; .set wait4, 61; .set execve, 59
        .set    write, 1; .set exit_group, 231; .set dup3, 292
        .set    own, 9                                          # the number of that stream
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
        .quad   0, base, base, end - header, end - header, 4096

start:  mov     r12, rsp
        lea     rbp, [rip + itself]                             # what to complain of
        mov     edi, -100                                       # AT_FDCWD
        mov     rsi, [r12 + 16]
        mov     edx, 0x80000                                    # O_RDONLY, O_CLOEXEC
        mov     eax, openat
        syscall
        test    eax, eax
        js      fail
        mov     r8d, eax
        mov     edi, list
        mov     esi, most
        mov     edx, 1                                          # PROT_READ
        mov     r10d, 0x12                                      # MAP_PRIVATE, MAP_FIXED
        xor     r9d, r9d
        mov     eax, mmap
        syscall
        test    rax, rax
        js      fail
        mov     edi, r8d                                        # or process 1 would hold it open
        mov     eax, close
        syscall
        mov     ebx, list

next:   mov     eax, [rbx]
        cmp     eax, execve                                     # the end of the list
        je      run
        mov     rdi, [rbx + 8]
        mov     rsi, [rbx + 16]
        mov     rdx, [rbx + 24]
        mov     r10, [rbx + 32]
        mov     r8, [rbx + 40]
        mov     r9, [rbx + 48]
        mov     rbp, [rbx + 56]
        syscall
        test    rax, rax
        jns     made
        test    rbp, rbp
        jnz     fail
made:   cmp     dword ptr [rbx], clone
        lea     rbx, [rbx + 64]
        jne     next
        test    eax, eax
        jz      next
        mov     ebx, eax
        mov     edi, own
        mov     eax, close
        syscall

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

run:    mov     rbp, [r12 + 24]
        mov     rdi, rbp
        lea     rsi, [r12 + 32]
        mov     rax, [r12]
        lea     rdx, [r12 + rax * 8 + 16]
        mov     eax, execve
        syscall
        cmp     eax, -8                                         # ENOEXEC: a script that does not say what runs it
        jne     norun
        lea     rdi, [rip + shell]
        mov     [r12 + 24], rdi
        mov     [r12 + 32], rbp
        lea     rsi, [r12 + 24]
        mov     eax, execve
        syscall
norun:  lea     rsi, [rip + nostart]
        jmp     tell

fail:   lea     rsi, [rip + complaint]
tell:   neg     eax
        mov     ebx, eax
        push    rsi
        mov     edi, own
        mov     esi, 2
        xor     edx, edx
        mov     eax, dup3
        syscall
        pop     rsi
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
nostart: .asciz "sandbox: could not start "
complaint: .asciz "sandbox: could not "
itself: .asciz  "read what to do"
number: .asciz  ": error "
end:

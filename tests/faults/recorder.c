/* Loaded before libc (LD_PRELOAD): writes down, in order, what a program does to the files of one folder.

   CHECKIN_RECORD_FOLDER is that folder, CHECKIN_RECORD the file to write to. Each entry is: kind (1 byte), path number (2), offset (8),
   length (4), then `length` bytes. Kinds: N a path gets its number, W write, S sync, T truncate to offset, U unlink. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 256
static char paths[MOST][PATH_MAX];
static int known = 0, out = -2;
static short of_fd[4096];
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_write)(int, const void *, size_t);

static void put(char kind, int path, uint64_t offset, uint32_t length, const void *data) {
    unsigned char head[15];
    if (out == -2) {
        const char *file = getenv("CHECKIN_RECORD");
        int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
        real_write = dlsym(RTLD_NEXT, "write");
        out = file ? real_open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    }
    if (out < 0) return;
    head[0] = (unsigned char)kind;
    memcpy(head + 1, &(uint16_t){(uint16_t)path}, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &length, 4);
    real_write(out, head, sizeof head);
    if (length && data) real_write(out, data, length);
}

static int number_of(const char *path) {
    const char *folder = getenv("CHECKIN_RECORD_FOLDER");
    if (!folder || strncmp(path, folder, strlen(folder)) != 0) return 0;
    for (int i = 1; i <= known; i++) if (strcmp(paths[i], path) == 0) return i;
    if (known + 1 >= MOST) return 0;
    strncpy(paths[++known], path, PATH_MAX - 1);
    put('N', known, 0, (uint32_t)strlen(path), path);
    return known;
}

static void opened(int fd, const char *path, int flags) {
    if (fd < 0 || fd >= 4096) return;
    pthread_mutex_lock(&one_at_a_time);
    of_fd[fd] = (short)number_of(path);
    if (of_fd[fd] && (flags & O_TRUNC)) put('T', of_fd[fd], 0, 0, NULL);
    pthread_mutex_unlock(&one_at_a_time);
}

static void done(int fd, char kind, uint64_t offset, uint32_t length, const void *data) {
    if (fd < 0 || fd >= 4096 || !of_fd[fd]) return;
    pthread_mutex_lock(&one_at_a_time);
    put(kind, of_fd[fd], offset, length, data);
    pthread_mutex_unlock(&one_at_a_time);
}

#define OPEN(name)                                                                       \
    int name(const char *path, int flags, ...) {                                         \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name);                   \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        int fd = real(path, flags, mode);                                                \
        opened(fd, path, flags);                                                         \
        return fd;                                                                       \
    }
OPEN(open)
OPEN(open64)

#define PWRITE(name, offset_t)                                                                        \
    ssize_t name(int fd, const void *data, size_t length, offset_t offset) {                          \
        ssize_t (*real)(int, const void *, size_t, offset_t) = dlsym(RTLD_NEXT, #name);               \
        ssize_t written = real(fd, data, length, offset);                                             \
        if (written > 0) done(fd, 'W', (uint64_t)offset, (uint32_t)written, data);                    \
        return written;                                                                               \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t length) {
    if (!real_write) real_write = dlsym(RTLD_NEXT, "write");
    off_t at = fd >= 0 && fd < 4096 && of_fd[fd] ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t written = real_write(fd, data, length);
    if (written > 0) done(fd, 'W', (uint64_t)at, (uint32_t)written, data);
    return written;
}

#define SYNC(name)                                                                       \
    int name(int fd) {                                                                   \
        int (*real)(int) = dlsym(RTLD_NEXT, #name);                                      \
        int result = real(fd);                                                           \
        if (result == 0) done(fd, 'S', 0, 0, NULL);                                      \
        return result;                                                                   \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, offset_t)                                                         \
    int name(int fd, offset_t length) {                                                  \
        int (*real)(int, offset_t) = dlsym(RTLD_NEXT, #name);                            \
        int result = real(fd, length);                                                   \
        if (result == 0) done(fd, 'T', (uint64_t)length, 0, NULL);                       \
        return result;                                                                   \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int unlink(const char *path) {
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    int result = real(path);
    pthread_mutex_lock(&one_at_a_time);
    int number = result == 0 ? number_of(path) : 0;
    if (number) put('U', number, 0, 0, NULL);
    pthread_mutex_unlock(&one_at_a_time);
    return result;
}

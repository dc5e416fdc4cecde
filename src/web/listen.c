/* listen.c: bound by ourselves, so that what went wrong can be said. */
#include "listen.h"

#include "error.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 511 };

static bool tell(const char *address, int port, struct sp_error *error)
{
    if (errno == EADDRINUSE)
        return sp_fail(error, SP_UNAVAILABLE,
                       "port %d of %s is taken, perhaps by a Smart Pick that runs already: "
                       "open http://%s:%d, or choose another with --port",
                       port, address, address, port);
    if (errno == EACCES)
        return sp_fail(error, SP_UNAVAILABLE,
                       "port %d may not be used by you: choose one above 1023 with --port",
                       port);
    if (errno == EADDRNOTAVAIL)
        return sp_fail(error, SP_BAD_INPUT, "%s is no address of this machine", address);
    return sp_fail(error, SP_UNAVAILABLE, "%s, port %d: %s", address, port,
                   strerror(errno));
}

static bool bind_to(int fd, const struct addrinfo *where)
{
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (where->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    return bind(fd, where->ai_addr, where->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
}

static int bound_port(int fd)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof at;
    if (getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        return -1;
    return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                          : ((struct sockaddr_in *)&at)->sin_port);
}

bool listen_at(const char *address, int *port, int *listening, struct sp_error *error)
{
    struct addrinfo *where,
        hint = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    char service[12];
    snprintf(service, sizeof service, "%d", *port);
    if (getaddrinfo(address, service, &hint, &where) != 0)
        return sp_fail(error, SP_BAD_INPUT,
                       "\"%.60s\" is not an address in numbers, such as 127.0.0.1 or ::1",
                       address);
    int fd = socket(where->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool ok = fd >= 0 && bind_to(fd, where);
    if (!ok)
        tell(address, *port, error);
    freeaddrinfo(where);
    if (!ok) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    *port = bound_port(fd);
    *listening = fd;
    return true;
}

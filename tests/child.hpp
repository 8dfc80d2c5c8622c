// Things that are only safe to try in a process of their own: no rights, no space, sudden death.
#pragma once

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "temp_dir.hpp"

/// message_of() in a child process.
template <class Call>
std::string message_in_child(Call&& call) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error("no process");
  if (pid == 0) {
    const std::string message = message_of(call);
    _exit(write(ends[1], message.data(), message.size()) < 0 ? 1 : 0);
  }
  close(ends[1]);
  std::string message;
  char buffer[4096];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    message.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(pid, &status, 0);
  if (WIFSIGNALED(status)) return "(killed by signal " + std::to_string(WTERMSIG(status)) + ")";
  return message;
}

/// Files end at `bytes` from now on, and say so instead of killing the process.
inline void limit_files(std::size_t bytes) {
  signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0) throw std::runtime_error("no limit");
}

#ifdef __linux__
/// From now on `dir` is a disk of `size` ("64k"), for this process alone; false where it may not.
/// `flags` are mount()'s.
inline bool become_small_disk(const fs::path& dir, const std::string& size,
                              unsigned long flags = 0) {
  return unshare(CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER)) == 0 &&
         mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("tmpfs", dir.c_str(), "tmpfs", flags, ("size=" + size).c_str()) == 0;
}
#else
inline bool become_small_disk(const fs::path&, const std::string&, unsigned long = 0) {
  return false;
}
inline constexpr unsigned long MS_RDONLY = 1;
#endif

/// The superuser may write everywhere: be nobody.
inline void drop_rights() {
  if (geteuid() == 0 && seteuid(65534) != 0) throw std::runtime_error("cannot drop rights");
}

inline std::size_t count_files(const fs::path& dir) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(dir), fs::directory_iterator()));
}

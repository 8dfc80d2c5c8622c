// Runs the example programs as people do, and reads what they print.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <origami/file.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "temp_dir.hpp"

inline std::string path_of(const std::string& name) {
  const std::string path = std::string(ORIGAMI_BINARY_DIR) + "/examples/" + name;
  if (!fs::exists(path)) throw std::runtime_error(path + " has not been built");
  return path;
}

/// In the child, between fork and exec: programs that write where they are do no harm there.
inline void enter(const fs::path& dir) {
  if (chdir(dir.c_str()) != 0) _exit(126);
}

/// In the child, between fork and exec.
inline void redirect(int descriptor, const fs::path& file) {
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOCTTY, 0600);
  if (opened < 0 || dup2(opened, descriptor) < 0) _exit(126);
  close(opened);
}

[[noreturn]] inline void execute(const std::string& path,
                                 const std::vector<std::string>& arguments) {
  std::vector<char*> argv{strdup(path.c_str())};
  for (const std::string& a : arguments) argv.push_back(strdup(a.c_str()));
  argv.push_back(nullptr);
  execv(path.c_str(), argv.data());
  _exit(127);
}

/// One run of a program in a directory of its own; its output goes to files, so that no pipe ever
/// fills up.
class Program {
 public:
  static constexpr int kNotPrepared = 125;

  struct Result {
    int status;  // exit status, or 128 + the signal that killed it
    std::string out, err;
  };

  /// `name` stands in build/examples. `environment` is added to ours: {"MNIST_DIR=/x"}. `prepare`
  /// is called in the new process; if it throws, the exit status is kNotPrepared.
  Program(
      const std::string& name, const std::vector<std::string>& arguments,
      const std::vector<std::string>& environment = {},
      const std::function<void()>& prepare = [] {}) {
    const std::string path = path_of(name);
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("cannot start " + path);
    if (pid_ > 0) return;
    redirect(STDOUT_FILENO, dir_ / "out");
    redirect(STDERR_FILENO, dir_ / "err");
    enter(dir_.path());
    for (const std::string& e : environment) putenv(strdup(e.c_str()));
    try {
      prepare();
    } catch (...) {
      _exit(kNotPrepared);
    }
    execute(path, arguments);
  }
  ~Program() {
    if (pid_ > 0) kill(pid_, SIGKILL), waitpid(pid_, nullptr, 0);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number) const { kill(pid_, number); }

  std::string out() const { return text(dir_ / "out"); }

  /// Waits until the program has printed `part`; false if it ended or two minutes passed before.
  bool wait_for(const std::string& part) const {
    for (int i = 0; i < 12000; ++i) {
      if (out().find(part) != std::string::npos) return true;
      siginfo_t info{};
      waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
      if (info.si_pid == pid_) return out().find(part) != std::string::npos;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  /// Waits for the end.
  Result result() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), out(),
            text(dir_ / "err")};
  }

 private:
  static std::string text(const fs::path& file) {
    return fs::exists(file) ? origami::load_file(file) : "";
  }

  TempDir dir_;
  pid_t pid_ = -1;
};

/// What `child`, in a process of its own, draws on a terminal as its standard output.
inline std::string drawn_by(const std::function<void()>& child, unsigned short columns) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
    throw std::runtime_error("no pseudo-terminal");
  const winsize size{25, columns, 0, 0};
  ioctl(terminal, TIOCSWINSZ, &size);
  const std::string screen = ptsname(terminal);
  const pid_t pid = fork();
  if (pid == 0) {
    setenv("TERM", "xterm", 1);
    redirect(STDOUT_FILENO, screen);
    child();
    _exit(0);
  }
  // Linux reports the end as an error, and would report it too early if nobody had opened the
  // screen yet.
  const int opened = open(screen.c_str(), O_RDWR | O_NOCTTY);
  std::thread waiter([&] { waitpid(pid, nullptr, 0), close(opened); });
  std::string drawn;
  char buffer[4096];
  for (ssize_t n; (n = read(terminal, buffer, sizeof buffer)) > 0;)
    drawn.append(buffer, static_cast<std::size_t>(n));
  waiter.join();
  close(terminal);
  return drawn;
}

/// The same of a program in a directory of its own.
inline std::string run_in_terminal(const std::string& name,
                                   const std::vector<std::string>& arguments,
                                   unsigned short columns) {
  const std::string path = path_of(name);
  const TempDir dir;
  const auto run = [&] { enter(dir.path()), execute(path, arguments); };
  return drawn_by(run, columns);
}

inline Program::Result run_program(const std::string& name,
                                   const std::vector<std::string>& arguments = {},
                                   const std::vector<std::string>& environment = {}) {
  return Program(name, arguments, environment).result();
}

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "tools/imstorm/command_line.h"
#include "tools/imstorm/interruption.h"

namespace {

/// Columns of the terminal within what reads well; 100 where there is none.
std::size_t width_of_terminal() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<std::size_t>(size.ws_col, 80, 120);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace imstorm;  // NOLINT(google-build-using-namespace)
  catch_interruptions();
  Streams streams{std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, width_of_terminal()};
  const std::vector<std::string> args(argv + std::min(argc, 1), argv + argc);
  return number_of(command_line(args, Environment::of_process(), streams));
}

#include <fcntl.h>
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

/// A file that is opened while a standard descriptor is closed would take its place, and get what
/// is said there. This way it is an error to say something there, as it should be.
void fill_standard_descriptors() {
  int filled = 0;
  do {
    filled = open("/dev/null", O_RDONLY);
  } while (filled >= 0 && filled <= STDERR_FILENO);
  if (filled >= 0) close(filled);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace imstorm;  // NOLINT(google-build-using-namespace)
  fill_standard_descriptors();
  catch_interruptions();
  Streams streams{std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, width_of_terminal()};
  const std::vector<std::string> args(argv + std::min(argc, 1), argv + argc);
  return number_of(command_line(args, Environment::of_process(), streams));
}

#include "tools/imstorm/browser.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "reports/inert.h"

namespace imstorm {

ExitCode open_in_browser(const std::string& path, Streams& streams) {
  const char* named = std::getenv("BROWSER");
  std::string program = named != nullptr && *named != '\0' ? named : "xdg-open";
  std::string file = std::filesystem::absolute(path).string();
  char* arguments[] = {program.data(), file.data(), nullptr};
  pid_t child = 0;
  int status = posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments, environ);
  // Openers hand over to the browser and end; a browser itself is not waited for.
  if (status == 0 && named == nullptr) {
    waitpid(child, &status, 0);
    status = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  }
  if (status == 0) return ExitCode::Holds;
  streams.err << fmt::format("imstorm: {} could not open it; open it by hand: {}\n", inert(program),
                             inert(file));
  return ExitCode::NotFound;
}

}  // namespace imstorm

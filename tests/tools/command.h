#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tools/imstorm/command_line.h"

namespace imstorm {

/// What a command line left behind, without a process.
struct Ran {
  ExitCode code{};
  std::string out;
  std::string err;
};

inline Ran ran(const std::vector<std::string>& args, const Environment& environment = {}) {
  std::ostringstream out;
  std::ostringstream err;
  Streams streams{out, err};
  Ran result;
  result.code = command_line(args, environment, streams);
  result.out = out.str();
  result.err = err.str();
  return result;
}

/// A folder of a test's own, gone with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    const std::string letters(6, 'X');  // mkdtemp puts others in their place
    std::string pattern =
        (std::filesystem::temp_directory_path() / ("imstorm-" + letters)).string();
    path_ = mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& name) const { return path_ + "/" + name; }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      found.push_back(entry.path().filename().string());
    }
    return found;
  }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  std::string path_;
};

/// The paths of all of them, in order.
inline std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> paths;
  const std::filesystem::recursive_directory_iterator all(IMSTORM_SOURCE_DIR "/scenarios");
  for (const auto& entry : all) {
    if (entry.path().extension() == ".toml") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// A shipped scenario, whatever the working directory.
inline std::string shipped(const std::string& name) {
  return std::string(IMSTORM_SOURCE_DIR) + "/scenarios/" + name + ".toml";
}

}  // namespace imstorm

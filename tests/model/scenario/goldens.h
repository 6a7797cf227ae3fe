#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace imstorm::test {

inline std::filesystem::path source_dir() { return IMSTORM_SOURCE_DIR; }

inline std::string read_text(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// The golden text of a file. With IMSTORM_UPDATE_GOLDENS=1 it is first written anew from `actual`.
inline std::string golden(const std::filesystem::path& path, const std::string& actual) {
  const char* update = std::getenv("IMSTORM_UPDATE_GOLDENS");
  if (update != nullptr && std::string(update) == "1") {
    std::ofstream(path, std::ios::binary) << actual;
  }
  return read_text(path);
}

/// All files of a folder with that ending, in the order of their names.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                                   const std::string& ending) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ending) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The names that [expect] may use in these tests.
inline std::vector<std::string> law_names() {
  return {"sender-fifo",        "group-order",   "exactly-once",  "no-phantom", "no-loss",
          "no-silent-drop",     "ack-safety",    "seq-monotonic", "seq-gap",    "msgid-unique",
          "read-your-writes",   "cursor-sound",  "converge",      "quiescence", "signal-fifo",
          "signal-group-order", "signal-latency"};
}

}  // namespace imstorm::test

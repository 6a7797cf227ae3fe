#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imstorm::tidy {

/// One file of the project, or of a small tree planted by a test. The path is relative to the root.
struct File {
  std::string path;
  std::string text;
};

struct Violation {
  std::string file;
  int line = 0;  ///< from 1
  std::string rule;
  std::string what;
  std::string cure;
};

/// "file:line: what; cure", as compilers print it.
std::string describe(const Violation& violation);

/// Every text file under `root`, in path order, without what is hidden (but for .ci) or built.
std::vector<File> read_tree(const std::string& root);

bool is_code(std::string_view path);    ///< a .h or a .cc
bool is_header(std::string_view path);  ///< a .h

/// Whether `path` lies in the folder `room`, or is the file `room`.
bool lies_in(std::string_view path, std::string_view room);
bool lies_in_any(std::string_view path, const std::vector<std::string>& rooms);

/// The text split at its line ends.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace imstorm::tidy

#pragma once

#include <string>
#include <vector>

#include "tests/tidy/tree.h"

namespace imstorm::tidy {

inline constexpr int kFileLinesMax = 400;
inline constexpr int kFunctionLinesMax = 70;

/// One folder of the house and the rooms that it may include besides itself.
struct Room {
  std::string path;
  std::vector<std::string> may_include;  ///< rooms, or single files
};
const std::vector<Room>& rooms();

/// A library with one job: only these rooms may include it, and never a header where it is heavy.
struct Library {
  std::string prefix;  ///< of what stands between < and >
  std::vector<std::string> rooms;
  bool heavy = true;
};
const std::vector<Library>& libraries();

/// A word of code, or a system header, that must not stand in some rooms.
struct Ban {
  std::vector<std::string> words;  ///< "rand(": only where a parenthesis follows
  std::vector<std::string> rooms;
  std::string cure;
};
const std::vector<Ban>& bans();
const std::vector<Ban>& header_bans();

/// A file that may break a rule, and why. One that breaks nothing is itself a violation.
struct Exception {
  std::string file;
  std::string rule;
  std::string reason;
};

void check_includes(const File& file, std::vector<Violation>& out);
void check_bans(const File& file, std::vector<Violation>& out);
void check_sizes(const File& file, std::vector<Violation>& out);
void check_words(const File& file, std::vector<Violation>& out);

/// Every violation of every rule in `files`, less the exceptions.
std::vector<Violation> check(const std::vector<File>& files,
                             const std::vector<Exception>& exceptions);

}  // namespace imstorm::tidy

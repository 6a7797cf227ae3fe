#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "tools/imstorm/file_buffer.h"

namespace imstorm {

/// A file that appears whole or not at all: written beside its place under a temporary name,
/// brought to the disk and renamed by commit(). Without commit() nothing remains. A device or a
/// pipe is written directly.
class OutputFile {
 public:
  enum class Existing { Replace, Refuse };

  /// Opens it, so that a folder that cannot be written is found before the work is done.
  explicit OutputFile(std::string path, Existing existing = Existing::Replace);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  std::ostream& stream() { return stream_; }
  /// False if something failed, now or before; `problem` says what. Only once.
  bool commit();
  /// "cannot write out.json: No space left on device", or empty.
  const std::string& problem() const { return problem_; }
  const std::string& path() const { return path_; }

 private:
  void open();
  void fail(int error);
  void discard();

  std::string path_;
  Existing existing_;
  std::string target_;      // what the rename replaces; empty: nothing is renamed
  std::string written_to_;  // the temporary name, or the path itself
  int descriptor_ = -1;
  std::string problem_;
  std::unique_ptr<FileBuffer> buffer_;
  std::ostream stream_{nullptr};
};

}  // namespace imstorm

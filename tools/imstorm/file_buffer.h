#pragma once

#include <array>
#include <streambuf>

namespace imstorm {

/// Writes to a file descriptor and remembers why it failed, which std::filebuf does not tell.
class FileBuffer : public std::streambuf {
 public:
  explicit FileBuffer(int descriptor);

  /// Writes what is held back. False if this or an earlier write failed.
  bool flush();
  int error() const { return error_; }  ///< errno of the first failed write, or 0

 protected:
  int_type overflow(int_type c) override;
  int sync() override { return flush() ? 0 : -1; }

 private:
  int descriptor_;
  int error_ = 0;
  std::array<char, 1 << 16> held_;
};

}  // namespace imstorm

// SPDX-License-Identifier: LGPL-2.1-or-later
// Says whether a file may be given to LMDB: that it is a whole LMDB database whose trees hold
// together. LMDB has no checksums, maps the file and follows what is written in it; on a file that
// passed, it finds every key it holds and stays inside the file. Reads only.
#pragma once

#include <string>

namespace ramd {

// Throws StoreFault, whose text names `file`, says what is wrong and what to do.
void check_lmdb_file(int fd, const std::string& file);

}  // namespace ramd

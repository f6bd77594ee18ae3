// SPDX-License-Identifier: LGPL-2.1-or-later
// The trees behind one meta page: each page is used once, keys rise and lie where a search looks
// for them, the counts are right, and no free page is in use. Throw lmdb::Damage.
#pragma once

#include "ramd/store/lmdb_pages.h"

namespace ramd::lmdb {

void check_trees(const PageFile& file, const Meta& meta);

// A transaction notes the pages that it gave back under its own number. A meta page that claims to
// be older than its own notes had its number damaged, and hides that it is the present one.
void check_free_tree_is_not_newer(const PageFile& file, const Meta& meta);

}  // namespace ramd::lmdb

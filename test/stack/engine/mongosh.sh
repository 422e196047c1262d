#!/bin/bash
# Where mongosh would be: whether somebody listens. FerretDB knows no accounts, and so none are made.
address=${MONGO_HOST:-127.0.0.1:27017}
exec 3<> "/dev/tcp/${address%:*}/${address#*:}"

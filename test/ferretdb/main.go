// A MongoDB-protocol server for the tests: FerretDB over SQLite, as a process of its own.
package main

import (
	"context"
	"flag"
	"log"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	listen := flag.String("listen", "", "host:port to listen on, plain")
	tls := flag.String("tls", "", "host:port to listen on by TLS")
	certificate := flag.String("tls-cert", "", "file of the server's certificate")
	key := flag.String("tls-key", "", "file of its key")
	dir := flag.String("dir", "", "folder for the SQLite files")
	flag.Parse()
	server, err := ferretdb.New(&ferretdb.Config{
		Listener: ferretdb.ListenerConfig{
			TCP:         *listen,
			TLS:         *tls,
			TLSCertFile: *certificate,
			TLSKeyFile:  *key,
		},
		Handler:   "sqlite",
		SQLiteURL: "file:" + *dir + "/",
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := server.Run(ctx); err != nil {
		log.Fatal(err)
	}
}

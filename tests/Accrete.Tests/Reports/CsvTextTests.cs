using System.Text.Json.Nodes;
using Accrete.Reports;

namespace Accrete.Tests.Reports;

public class CsvTextTests
{
    [Fact]
    public void Quotes_what_has_to_be_and_leaves_out_what_is_not_there() =>
        Assert.Equal(
            "a,\"b,c\",d\r\n1.5,\"say \"\"no\"\"\",\r\n,true,1E-07\r\n",
            CsvText.Of(
                ["a", "b,c", "d"],
                [
                    new JsonObject { ["a"] = 1.5, ["b,c"] = "say \"no\"" },
                    new JsonObject
                    {
                        ["b,c"] = true,
                        ["d"] = 1e-7,
                        ["unasked"] = 1,
                    },
                ]
            )
        );
}

using Accrete.Weaver;

if (args is not [var original, var woven])
{
    Console.Error.WriteLine("usage: Accrete.Weaver ORIGINAL.dll WOVEN.dll");
    return 2;
}

WovenAssembly.Write(original, woven);
return 0;
